"""What is added to a contact: amendments of an ended one, and what is no part of the interview.

command.py has the options, draft.py turns what is said into an entry, asking.py asks for that at
the terminal, and acts.py has disclosures, names and refiling.
"""
