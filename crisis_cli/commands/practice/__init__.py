"""Practice with a made-up client: scenarios, role-plays, and which of them somebody has passed.

command.py has the options; roles.py finds the scenarios and choosing.py lists them to choose from;
role_play.py leads one; passes.py keeps what was passed, telling_passes.py tells it and hands it
over, and expecting.py knows what the agency expects.
"""
