"""Kinds of measurement. Each has a limit beyond which it can only be a mistake, and none may be infinite."""

from typing import Annotated

from pydantic import Field

from parley.contracts.ids import ParticipantIdentity

Milliseconds = Annotated[float, Field(ge=0, le=86_400_000, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=100_000_000)]
Pixels = Annotated[int, Field(ge=0, le=32_768)]
Rate = Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
ClockMs = Annotated[int, Field(ge=0, le=2**53 - 1)]
Identity = Annotated[ParticipantIdentity, Field(min_length=1, max_length=64)]
