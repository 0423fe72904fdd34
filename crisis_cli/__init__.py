"""A calm guide in the terminal for peer case managers in a crisis."""

__version__ = "0.1.0"
