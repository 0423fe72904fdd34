"""The agency's shared store: each log is copied there, and what others wrote comes back."""
