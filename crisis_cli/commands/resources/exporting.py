"""crisis resources import."""


def run() -> None:
    """x"""
