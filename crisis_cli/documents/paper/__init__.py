"""A protocol as a form on paper, for the hours without a computer."""
