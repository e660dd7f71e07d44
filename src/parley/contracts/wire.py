"""The base of every object that crosses a process boundary."""

from pydantic import BaseModel, ConfigDict


class WireModel(BaseModel):
    """Frozen, and refuses fields it does not know: a misspelt field is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
