"""What people are told of settings that do not fit."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails


def refused_settings(error: ValidationError) -> list[str]:
    """A sentence for each refused setting, without its value: that may be a secret."""
    return [
        f"{_place(problem['loc'])}{_sentence(problem)}"
        for problem in error.errors(include_input=False, include_url=False)
    ]


def _sentence(problem: ErrorDetails) -> str:
    if problem["type"] == "missing":
        return "is not set. `parley up` makes it by itself; docs/reference/settings.md says what it is."
    return f"{problem['msg'].removeprefix('Value error, ').rstrip('.')}."


def _place(loc: tuple[int | str, ...]) -> str:
    """Nothing for what concerns several settings: its sentence names them."""
    return f"setting PARLEY_{'_'.join(str(part) for part in loc).upper()}: " if loc else ""
