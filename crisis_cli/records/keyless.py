"""What is said where a key is missing, or does not open what it should."""

from __future__ import annotations

from crisis_cli.errors import CrisisError


class Locked(CrisisError):
    """The passphrase is needed first."""

    def __init__(self) -> None:
        super().__init__(
            "The records are locked.",
            "Give your passphrase, or the recovery key: crisis keys recover",
        )


class NoKey(CrisisError):
    """This person holds no key to something. erased: nobody does any more."""

    def __init__(self, what: str, erased: bool) -> None:
        why = "was erased: its keys are gone" if erased else "is not for you: you hold no key to it"
        super().__init__(f"{what} {why}.", "See what you can read: crisis cases")
        self.erased = erased


def changed(what: str) -> CrisisError:
    """What is said where sealed bytes do not open with the right key."""
    return CrisisError(
        f"{what} was changed from outside, or is damaged.",
        "Look at the whole store: crisis store verify. Keep the file as it is.",
    )
