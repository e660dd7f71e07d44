"""A synthetic participant who speaks: joins as a browser would, opens a microphone, plays a recording."""

import asyncio
from contextlib import suppress
from time import monotonic

from livekit import rtc

from parley.contracts.access import JoinResponse
from parley.contracts.ids import ParticipantIdentity
from parley.rehearsal.entrance import not_let_in
from parley.rehearsal.microphone import Microphone
from parley.rehearsal.recordings import Recording

_OPTIONS = rtc.RoomOptions(auto_subscribe=False)  # so that only the agent subscribes to microphones


class Speaker:
    """Someone in the room with an open microphone.

    Attributes:
        identity: Empty until `enter` was called.
        track_id: Of the microphone; empty until `enter` was called.
        connect_ms: How long `connect()` took.
        heard_ms: From the call of `connect()` to the agent's subscription; null until then.
    """

    def __init__(self, recording: Recording) -> None:
        self.identity = ParticipantIdentity("")
        self.track_id = ""
        self.microphone = Microphone(recording)
        self.connect_ms = 0.0
        self.heard_ms: float | None = None
        self._room = rtc.Room()
        self._sending: asyncio.Task[None] | None = None
        self._is_heard = asyncio.Event()
        self._began_s = 0.0

    async def enter(self, joined: JoinResponse) -> None:
        """Connect and open the microphone.

        Raises:
            DeploymentProblem: The SFU cannot be reached or refuses.
        """
        self.identity = joined.identity
        self._room.on("local_track_subscribed", self._on_subscribed)
        self._began_s = monotonic()
        try:
            await self._room.connect(joined.sfu_url, joined.token, _OPTIONS)
            self.connect_ms = (monotonic() - self._began_s) * 1000
            self._sending = asyncio.create_task(self.microphone.run(), name=f"microphone of {self.identity}")
            options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
            publication = await self._room.local_participant.publish_track(self.microphone.track, options)
            self.track_id = publication.sid
        except (rtc.ConnectError, rtc.participant.PublishTrackError) as error:
            raise not_let_in(joined, error) from error

    async def heard(self, timeout_s: float) -> bool:
        """Wait for the agent to subscribe; false if it has not by then."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_heard.wait(), timeout_s)
        return self._is_heard.is_set()

    async def leave(self) -> None:
        """Close the microphone and go; safe at any time."""
        if self._sending:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        await self._room.disconnect()
        await self.microphone.close()

    def _on_subscribed(self, _track: rtc.Track) -> None:
        if self.heard_ms is None:
            self.heard_ms = (monotonic() - self._began_s) * 1000
            self._is_heard.set()
