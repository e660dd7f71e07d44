"""What a test and the emulator tell each other, as JSON over `/control`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Script(BaseModel):
    """How one connection goes. As it stands, nothing goes wrong.

    Attributes:
        status: Of the handshake's answer; 101 lets the client in.
        retry_after_s: The header of an answer that does not.
        handshake_delay_s: Until that answer.
        first_word_delay_s: From the handshake until anything that has come is listened to.
        silent_after_s: Once so much sound has come, nothing is said any more.
        close_after_s: Once so much sound has come, the connection is closed with `close_code`.
        finals: `twice`, only once CloseStream has come (`late`), or then and last first (`reversed`).
        repeats_interims: Each final is followed by the interim that came before it.
        splits_text: Messages go in fragments that end within a character.
        words: Said instead of the fake engine's.
        has_last_word: Whether the metadata come that end a stream.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: int = 101
    retry_after_s: float | None = None
    handshake_delay_s: float = 0.0
    first_word_delay_s: float = 0.0
    silent_after_s: float | None = None
    close_after_s: float | None = None
    close_code: int = 1011
    finals: Literal["once", "twice", "late", "reversed"] = "once"
    repeats_interims: bool = False
    splits_text: bool = False
    words: tuple[str, ...] = ()
    has_last_word: bool = True


class Order(BaseModel):
    """What is to come: one script a connection, then the last for all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scripts: tuple[Script, ...] = ()


class Visit(BaseModel):
    """What came over one connection.

    Attributes:
        at_s: When it was asked for, on the emulator's own clock.
        audio_s: Seconds of sound.
        open_s: How long it stood; null: it still does.
        messages: Types of the texts that came.
    """

    at_s: float
    status: int
    query: dict[str, list[str]]
    audio_s: float = 0.0
    open_s: float | None = None
    messages: list[str] = []


class Visits(BaseModel):
    """All connections since the last order, in the order in which they were asked for."""

    visits: list[Visit]
