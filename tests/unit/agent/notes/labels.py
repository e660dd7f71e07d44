"""How utterances are labelled by hand: what a careful secretary would note."""

from dataclasses import dataclass, field

NAMES = {
    "maria": "Maria Lopez",
    "yusuf": "Yusuf Demir",
    "aiko": "Aiko",
    "ben1": "Ben Okafor",
    "ben2": "Ben Carter",
    "will": "Will Hart",
}
"""Identity and display name of everybody who is in each meeting; there are two Bens."""


@dataclass(frozen=True)
class Action:
    """An expected action item: words its text must hold, whose it is, by when."""

    says: str
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True)
class Case:
    """Turns as `identity: text`, three seconds each, and what must come out of them: no more, no less."""

    turns: tuple[str, ...]
    actions: tuple[Action, ...] = ()
    decisions: tuple[str, ...] = field(default=())


def action(turn: str, says: str, owner: str | None = None, due: str | None = None) -> Case:
    """One turn with one action item in it."""
    return Case((turn,), actions=(Action(says, owner, due),))


def decision(turn: str, says: str) -> Case:
    """One turn with one decision in it."""
    return Case((turn,), decisions=(says,))


def trap(*turns: str) -> Case:
    """Turns of which nothing is to be noted."""
    return Case(turns)
