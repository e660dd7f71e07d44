"""What a meeting's pipeline asks of the room and of the backend."""

from typing import Protocol

from parley.agent.captions.assembler import Caption
from parley.agent.lease import LeaseDoor
from parley.agent.translation.recall import BacklogDoor
from parley.contracts.ids import LanguageTag, ParticipantIdentity
from parley.contracts.translation import Translation


class Room(Protocol):
    """The meeting's room as the pipeline uses it."""

    async def connect(self) -> None: ...

    async def begin(self) -> None: ...

    def listen(self, is_listening: bool) -> None: ...

    def resume_listening(self) -> None: ...

    def names(self) -> list[str]: ...

    def language_of(self, identity: ParticipantIdentity) -> LanguageTag | None: ...

    def publish(self, caption: Caption) -> None: ...

    def publish_translation(self, source: Caption, translation: Translation) -> None: ...

    def retract_translation(self, source: Caption, language: LanguageTag) -> None: ...

    async def close(self) -> None: ...


class Door(LeaseDoor, BacklogDoor, Protocol):
    """The backend as the pipeline asks it."""
