"""What people are told of settings that do not fit."""

from pydantic import ValidationError


def refused_settings(error: ValidationError) -> list[str]:
    """A sentence for each refused setting, without its value: that may be a secret."""
    return [
        f"{_place(problem['loc'])}{problem['msg'].removeprefix('Value error, ').rstrip('.')}."
        for problem in error.errors(include_input=False, include_url=False)
    ]


def _place(loc: tuple[int | str, ...]) -> str:
    """Nothing for what concerns several settings: its sentence names them."""
    return f"setting PARLEY_{'_'.join(str(part) for part in loc).upper()}: " if loc else ""
