"""Every problem that can be found in a file: what it means, why it matters, what to do."""
