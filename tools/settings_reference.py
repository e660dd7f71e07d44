"""docs/reference/settings.md out of the settings classes. `--write` makes it, `--check` compares."""

import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args

from annotated_types import Ge, Le
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from parley.agent.settings import Settings as AgentSettings
from parley.backend.settings import Settings as BackendSettings
from parley.stack.settings import StackSettings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "settings.md"

PROCESSES: dict[str, type[BaseSettings]] = {
    "parley agent": AgentSettings,
    "parley backend": BackendSettings,
    "parley up": StackSettings,
}

HEAD = """# Settings

Each process reads its `PARLEY_*` environment variables once, when it starts, and does not start on a value
that does not fit. `parley up` makes the secrets and addresses of the processes it starts; `parley doctor`
reads the same settings as `parley up`. Within a sentence a setting goes by its name without `PARLEY_`.

This page is made by `make gen` out of the settings' classes.

| variable | process | type | default | meaning |
|---|---|---|---|---|
"""

_TYPES = {
    bool: "yes or no",
    int: "whole number",
    float: "number",
    str: "text",
    Path: "path",
    SecretStr: "secret",
}


def page() -> str:
    """The whole page."""
    rows = sorted(row for process, settings in PROCESSES.items() for row in _rows(process, settings))
    return HEAD + "".join(
        f"| `{variable}` | `{process}` | {' | '.join(rest)} |\n" for variable, process, *rest in rows
    )


def write() -> int:
    """Make the page anew."""
    PAGE.write_text(page())
    return 0


def check() -> int:
    """Status 1 if the page is not what the classes say."""
    if PAGE.is_file() and PAGE.read_text() == page():
        return 0
    sys.stderr.write(
        "docs/reference/settings.md does not tell the settings: run `make gen`, commit the result\n"
    )
    return 1


def _rows(process: str, settings: type[BaseSettings]) -> Iterator[tuple[str, ...]]:
    prefix = settings.model_config["env_prefix"]
    for name, field in settings.model_fields.items():
        yield f"{prefix}{name.upper()}", process, _type(field), _default(field), field.description or ""


def _type(field: FieldInfo) -> str:
    kind = _kind(field)
    name = _TYPES[kind] if kind in _TYPES else ", ".join(f"`{member.value}`" for member in kind)
    lowest = next((limit.ge for limit in field.metadata if isinstance(limit, Ge)), None)
    highest = next((limit.le for limit in field.metadata if isinstance(limit, Le)), None)
    if lowest is None:
        return name
    return f"{name}, {lowest} or more" if highest is None else f"{name}, {lowest} to {highest}"


def _kind(field: FieldInfo) -> Any:  # Any: whatever a setting is declared as
    kinds = [kind for kind in get_args(field.annotation) if kind is not NoneType]
    return kinds[0] if kinds else field.annotation


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if _kind(field) is SecretStr or field.default_factory is not None or field.default is None:
        return "unset"
    default = field.default.value if isinstance(field.default, Enum) else field.default
    return "empty" if default == "" else f"`{default}`"


def main() -> int:
    """Entry point."""
    verbs = {"--write": write, "--check": check}
    if len(sys.argv) == 2 and sys.argv[1] in verbs:
        return verbs[sys.argv[1]]()
    sys.stderr.write("usage: python tools/settings_reference.py --write | --check\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
