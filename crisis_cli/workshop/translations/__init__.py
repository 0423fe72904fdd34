"""The translations of a protocol: begun as a skeleton, and looked over."""
