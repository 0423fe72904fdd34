"""What a supervisor may count over many contacts: numbers alone, and no small ones."""
