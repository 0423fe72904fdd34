"""How a protocol is put on paper: its numbers, and its conditions in them."""
