"""The relay's part in `parley doctor`."""

from parley.stack.errors import CoturnMissing
from parley.stack.finding import Finding
from parley.stack.settings import StackSettings
from parley.stack.turn.coturn import find_coturn


def coturn(settings: StackSettings) -> Finding:
    """The relay's binary; only a stack that is told to run one lacks something without it."""
    try:
        binary, version = find_coturn(settings.turnserver)
    except CoturnMissing as error:
        return Finding("coturn", False, error.seen, error.mend, is_required=settings.turn)
    return Finding("coturn", True, f"{version}, {binary}")
