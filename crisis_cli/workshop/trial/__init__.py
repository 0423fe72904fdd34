"""The command `try`: a trial of a protocol while it is written.

Python keeps the word `try` for itself, so what the command does is called a trial everywhere.
"""
