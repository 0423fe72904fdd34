"""A protocol as a picture: what is asked in which order, and what hangs on what."""
