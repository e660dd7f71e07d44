"""A synthetic participant who reads captions, and believes only the agent that the room's metadata names."""

import asyncio
from time import monotonic

from livekit import rtc

from parley.contracts.access import JoinResponse
from parley.contracts.room import Topic
from parley.rehearsal.caption_book import CaptionBook
from parley.rehearsal.entrance import not_let_in


class Listener:
    """Someone in the room who only reads.

    Attributes:
        captions: What was read.
        connect_ms: How long `connect()` took.
    """

    def __init__(self) -> None:
        self.captions = CaptionBook()
        self.connect_ms = 0.0
        self._room = rtc.Room()
        self._reading: set[asyncio.Task[None]] = set()

    async def enter(self, joined: JoinResponse) -> None:
        """Connect; captions count from now on.

        Raises:
            DeploymentProblem: The SFU cannot be reached or refuses.
        """
        self._room.register_text_stream_handler(Topic.TRANSCRIPTION.value, self._on_stream)
        self._room.on("room_metadata_changed", self._on_metadata)
        began_s = monotonic()
        try:
            await self._room.connect(joined.sfu_url, joined.token, rtc.RoomOptions(auto_subscribe=False))
        except rtc.ConnectError as error:
            raise not_let_in(joined, error) from error
        self.connect_ms = (monotonic() - began_s) * 1000
        self.captions.learn_agent(self._room.metadata)

    async def leave(self) -> None:
        """Stop reading and go; safe at any time."""
        await self._room.disconnect()
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)

    def _on_metadata(self, _old: str, new: str) -> None:
        self.captions.learn_agent(new)

    def _on_stream(self, reader: rtc.TextStreamReader, sender: str) -> None:
        task = asyncio.create_task(self._read(reader, sender), name="caption")
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        try:
            text = await reader.read_all()
        except rtc.StreamError:
            return  # cut off by leaving; the store has the final
        self.captions.write(sender, reader.info.attributes or {}, text, monotonic())
