"""Practice with a made-up client: the scenario as a role, and looking back at what was done."""
