"""Which tracks the agent hears: microphones of people that are not muted, and nothing else.

A muted microphone is not listened to, and the SFU forwards nothing of it. It is unsubscribed once it has been
muted for a while: from unmuting to a new subscription it takes 0.2 s (measured), in which a word begins.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from livekit import rtc

from parley.contracts.ids import ParticipantIdentity

HUMAN_KINDS = {
    rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD,
    rtc.ParticipantKind.PARTICIPANT_KIND_SIP,
}

MUTED_STAYS_S = 120.0  # who mutes while others speak is heard at once when it is their turn again


@dataclass(frozen=True)
class Microphone:
    """A subscribed microphone."""

    speaker: ParticipantIdentity
    track_id: str
    track: rtc.RemoteTrack


class Microphones:
    """Keeps the subscriptions right while people come, go, mute and unmute.

    `on_open` gets each microphone that can be heard from now on, `on_close` the id of its track.
    """

    def __init__(
        self,
        room: rtc.Room,
        on_open: Callable[[Microphone], None],
        on_close: Callable[[str], None],
        muted_stays_s: float = MUTED_STAYS_S,
    ) -> None:
        self._room = room
        self._on_open = on_open
        self._on_close = on_close
        self._muted_stays_s = muted_stays_s
        self._is_listening = False
        self._is_held = False
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        # What was last asked of the server: the SDK's own flag follows only when the server has answered.
        self._asked: dict[str, bool] = {}
        self._open: dict[str, rtc.RemoteTrack] = {}
        room.on("track_published", self._settle)
        room.on("track_unpublished", self._unpublished)
        room.on("track_muted", self._mute_changed)
        room.on("track_unmuted", self._mute_changed)
        room.on("track_subscribed", self._subscribed)
        room.on("track_unsubscribed", self._unsubscribed)
        room.on("reconnected", self._reconnected)

    def listen(self, is_listening: bool) -> None:
        """Starts or stops hearing everybody, those already here included."""
        self._is_listening = is_listening
        for participant in self._room.remote_participants.values():
            for publication in participant.track_publications.values():
                self._settle(publication, participant)

    def hold(self) -> None:
        """Opens no microphone until `release`; those that are open go on."""
        self._is_held = True

    def release(self) -> None:
        """Opens what came meanwhile. It was asked for at once, so that nobody waits for a subscription."""
        self._is_held = False
        self.listen(self._is_listening)

    def _reconnected(self) -> None:
        self._asked.clear()
        self.listen(self._is_listening)

    def _mute_changed(self, participant: rtc.Participant, publication: rtc.TrackPublication) -> None:
        if isinstance(participant, rtc.RemoteParticipant) and isinstance(
            publication, rtc.RemoteTrackPublication
        ):
            self._settle(publication, participant)

    def _settle(self, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant) -> None:
        if not is_human_microphone(participant.kind, publication.kind, publication.source):
            return
        if (leaving := self._leaving.pop(publication.sid, None)) is not None:
            leaving.cancel()
        wanted = self._is_listening and not publication.muted
        if not wanted:
            # The server's word on the end of the subscription takes a while; what follows is not to be heard.
            self._close(publication.sid)
        if self._is_listening and publication.muted and self._asked.get(publication.sid, False):
            loop = asyncio.get_running_loop()
            leave = loop.call_later(self._muted_stays_s, self._ask, publication, False)
            self._leaving[publication.sid] = leave
            return
        self._ask(publication, wanted)
        if wanted and publication.subscribed and publication.track is not None:
            # The subscription never ended while it was muted.
            self._hear(publication.track, publication, participant)

    def _hear(
        self,
        track: rtc.RemoteTrack,
        publication: rtc.RemoteTrackPublication,
        participant: rtc.RemoteParticipant,
    ) -> None:
        if self._open.get(publication.sid) is track:
            return  # it flows on, e.g. over a signal that resumed; opened anew, an open sentence would be cut
        if self._is_held:
            return
        self._close(publication.sid)
        self._open[publication.sid] = track
        self._on_open(Microphone(ParticipantIdentity(participant.identity), publication.sid, track))

    def _close(self, track_id: str) -> None:
        if self._open.pop(track_id, None) is not None:
            self._on_close(track_id)

    def _ask(self, publication: rtc.RemoteTrackPublication, is_wanted: bool) -> None:
        if is_wanted != self._asked.get(publication.sid, False):
            self._asked[publication.sid] = is_wanted
            publication.set_subscribed(is_wanted)

    def _subscribed(
        self,
        track: rtc.RemoteTrack,
        publication: rtc.RemoteTrackPublication,
        participant: rtc.RemoteParticipant,
    ) -> None:
        if not is_human_microphone(participant.kind, publication.kind, publication.source):
            return
        if self._asked.get(publication.sid, False) and not publication.muted:
            self._hear(track, publication, participant)

    def _unsubscribed(self, _track: rtc.RemoteTrack, publication: rtc.RemoteTrackPublication) -> None:
        self._close(publication.sid)

    def _unpublished(self, publication: rtc.RemoteTrackPublication) -> None:
        if (leaving := self._leaving.pop(publication.sid, None)) is not None:
            leaving.cancel()
        self._asked.pop(publication.sid, None)
        self._close(publication.sid)


def is_human_microphone(participant_kind: int, track_kind: int, source: int) -> bool:
    """Whether a track is a person's microphone; never an agent's, never a screen's sound."""
    return (
        participant_kind in HUMAN_KINDS
        and track_kind == rtc.TrackKind.KIND_AUDIO
        and source == rtc.TrackSource.SOURCE_MICROPHONE
    )
