"""The follow-ups of ended contacts: which are open, what came of one, and leading it as a contact.

command.py has the options, open.py the follow-ups that are left and how they stand, draft.py turns
what is said of one into an entry, asking.py asks for that at the terminal, and as_contact.py begins
a follow-up as a contact of its own and settles it at the end.
"""
