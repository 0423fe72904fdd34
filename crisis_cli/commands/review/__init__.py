"""A supervisor's reading of records: what waits for it, and the countersign.

command.py has the options, queue.py says why a contact waits and how urgent it is, signing.py who
may countersign and how that is written, and asking.py asks for it at the terminal.
"""
