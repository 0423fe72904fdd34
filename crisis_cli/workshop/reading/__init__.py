"""A protocol read for its writer: what it asks, what hangs on what, how long it is."""
