"""What a check of `parley doctor` found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What a check saw.

    Attributes:
        mend: A command or an action; empty when there is nothing to mend.
        is_required: Whether the embedded stack lacks something without it.
    """

    what: str
    is_fine: bool
    detail: str
    mend: str = ""
    is_required: bool = True
