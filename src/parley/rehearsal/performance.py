"""One rehearsal from first call to last: make a meeting, play, wait for what is due, end it, collect."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from parley.contracts.access import Role
from parley.contracts.captions import Transcript
from parley.contracts.ids import LanguageTag, MeetingId, ParticipantIdentity, SegmentId
from parley.contracts.meetings import MeetingUsage
from parley.contracts.notes import MeetingNotes
from parley.rehearsal.caption_book import LiveSegment, ReadTranslation
from parley.rehearsal.cast import Cast, Part
from parley.rehearsal.deployment import Deployment
from parley.rehearsal.errors import DeploymentProblem
from parley.rehearsal.listener import Listener
from parley.rehearsal.readable import require_readable
from parley.rehearsal.speaker import Speaker

AGENT_TIMEOUT_S = 20.0  # covers a lost lease (5 s) and a second one
FINALS_TIMEOUT_S = 30.0
STORED_TIMEOUT_S = 15.0
_COUNTDOWN_S = 0.5
# The gate's hangover and a final; whose final takes more than 2 s, the room learns with the next heartbeat.
_QUIET_S = 4.0
_TICK_S = 0.1


class Watcher(Protocol):
    """Somebody who is told how far it is."""

    def say(self, sentence: str) -> None:
        """A step began."""

    def played(self, seconds: float, of_seconds: float) -> None:
        """So much of the meeting has been played."""


@dataclass(frozen=True)
class PlayedPart:
    """How a part went; times in ms, `began_s` on the monotonic clock."""

    part: Part
    identity: ParticipantIdentity
    began_s: float
    connect_ms: float
    heard_ms: float
    held_up_s: float


@dataclass(frozen=True)
class Reading:
    """What somebody saw who reads another language than is spoken.

    Attributes:
        finals_s: When each final as it was spoken arrived, on the monotonic clock.
    """

    language: LanguageTag
    finals_s: dict[SegmentId, float]
    translations: dict[SegmentId, ReadTranslation]


@dataclass(frozen=True)
class Observation:
    """All that was seen, not yet judged.

    Attributes:
        live: For each listener, readers included, its segments in order of speech.
        listener_connect_ms: How long each listener's `connect()` took.
    """

    meeting_id: MeetingId
    played: tuple[PlayedPart, ...]
    live: tuple[tuple[LiveSegment, ...], ...]
    listener_connect_ms: tuple[float, ...]
    transcript: Transcript
    usage: MeetingUsage
    notes: MeetingNotes
    readings: tuple[Reading, ...] = ()


async def perform(deployment: Deployment, cast: Cast, watcher: Watcher) -> Observation:
    """Rehearse; whatever happens, the meeting is ended and everybody has left afterwards.

    Raises:
        DeploymentProblem: The deployment did not do its part.
    """
    if cast.reads:
        require_readable(await deployment.config(), cast.reads)
    created = await deployment.create_meeting(cast.title)
    meeting_id, host_key = created.meeting.meeting_id, created.host_key
    try:
        async with _in_the_room(deployment, meeting_id, cast) as (speakers, listeners):
            watcher.say("Waiting for the agent to hear everybody")
            await _heard_by_agent(speakers, cast)
            await _play(speakers, cast, watcher)
            watcher.say("Waiting for the last captions")
            await _last_finals(speakers, listeners)
            await _stored(deployment, meeting_id, host_key, listeners)
            await deployment.end_meeting(meeting_id, host_key)
    except BaseException:
        with suppress(DeploymentProblem):
            await deployment.end_meeting(meeting_id, host_key)
        raise
    watcher.say("Waiting for notes and usage")
    usage = await deployment.usage(meeting_id, host_key)
    notes = await deployment.notes(meeting_id, host_key)
    return Observation(
        meeting_id=meeting_id,
        played=tuple(_played(part, speaker) for part, speaker in zip(cast.parts, speakers, strict=True)),
        live=tuple(tuple(listener.captions.segments) for listener in listeners),
        listener_connect_ms=tuple(listener.connect_ms for listener in listeners),
        transcript=await deployment.transcript(meeting_id, host_key),
        usage=usage,
        notes=notes,
        readings=tuple(
            _reading(language, listener)
            for language, listener in zip(cast.reads, listeners[cast.listeners :], strict=True)
        ),
    )


@asynccontextmanager
async def _in_the_room(
    deployment: Deployment, meeting_id: MeetingId, cast: Cast
) -> AsyncIterator[tuple[list[Speaker], list[Listener]]]:
    async def bring(
        person: Speaker | Listener, name: str, role: Role, reads: LanguageTag | None = None
    ) -> None:
        await person.enter(await deployment.join(meeting_id, name, role, reads))

    speakers = [Speaker(part.recording) for part in cast.parts]
    languages = [*(None for _ in range(cast.listeners)), *cast.reads]
    listeners = [Listener() for _ in languages]
    problems: list[DeploymentProblem] = []
    try:
        try:
            # All at once, as people come: nobody's wait for the agent is shortened by somebody before them.
            async with asyncio.TaskGroup() as entering:
                for speaker, part in zip(speakers, cast.parts, strict=True):
                    entering.create_task(bring(speaker, part.name, Role.PARTICIPANT))
                for number, (listener, reads) in enumerate(zip(listeners, languages, strict=True), start=1):
                    entering.create_task(bring(listener, f"Listener {number}", Role.VIEWER, reads))
        except* DeploymentProblem as group:
            problems += [error for error in group.exceptions if isinstance(error, DeploymentProblem)]
        if problems:
            raise problems[0]
        yield speakers, listeners
    finally:
        leaving = [*(speaker.leave() for speaker in speakers), *(listener.leave() for listener in listeners)]
        await asyncio.gather(*leaving, return_exceptions=True)


async def _heard_by_agent(speakers: Sequence[Speaker], cast: Cast) -> None:
    heard = await asyncio.gather(*(speaker.heard(AGENT_TIMEOUT_S) for speaker in speakers))
    unheard = [part.name for part, is_heard in zip(cast.parts, heard, strict=True) if not is_heard]
    if unheard:
        raise DeploymentProblem(
            f"Within {AGENT_TIMEOUT_S:.0f} s the agent did not listen to {', '.join(unheard)}. Is an agent "
            "running, and does `/readyz` name a speech engine? `parley doctor` looks at this machine."
        )


async def _play(speakers: Sequence[Speaker], cast: Cast, watcher: Watcher) -> None:
    curtain_s = monotonic() + _COUNTDOWN_S
    for speaker, part in zip(speakers, cast.parts, strict=True):
        speaker.microphone.play_at(curtain_s + part.starts_at_s)
    watcher.say("Playing")
    while not all(speaker.microphone.is_played for speaker in speakers):
        watcher.played(max(0.0, monotonic() - curtain_s), cast.duration_s)
        await asyncio.sleep(_TICK_S)
    watcher.played(cast.duration_s, cast.duration_s)


async def _last_finals(speakers: Sequence[Speaker], listeners: Sequence[Listener]) -> None:
    """Wait until all is quiet and everybody was captioned; a busy machine takes its time."""
    began_s = monotonic()
    everybody = {speaker.identity for speaker in speakers}
    while monotonic() < began_s + FINALS_TIMEOUT_S:
        await asyncio.sleep(_TICK_S)
        books = [listener.captions for listener in listeners]
        last_s = max([began_s, *(book.last_update_s or 0.0 for book in books)])
        is_quiet = monotonic() > last_s + _QUIET_S and not any(
            book.has_open_segment or book.is_behind for book in books
        )
        if is_quiet and all(everybody <= {live.speaker for live in book.segments} for book in books):
            return


async def _stored(
    deployment: Deployment, meeting_id: MeetingId, host_key: str, listeners: Sequence[Listener]
) -> None:
    """Give the agent's outbox time; what has not arrived by then shows up in the report."""
    shown = {
        live.segment_id for listener in listeners for live in listener.captions.segments if live.is_final
    }
    read = {
        (segment_id, one.language)
        for listener in listeners
        for segment_id, one in listener.captions.translations.items()
    }
    deadline_s = monotonic() + STORED_TIMEOUT_S
    while monotonic() < deadline_s:
        transcript = await deployment.transcript(meeting_id, host_key)
        are_translated = read <= {(one.segment_id, one.language) for one in transcript.translations}
        if are_translated and shown <= {segment.segment_id for segment in transcript.segments}:
            return
        await asyncio.sleep(_TICK_S)


def _reading(language: LanguageTag, listener: Listener) -> Reading:
    book = listener.captions
    finals_s = {live.segment_id: live.segment.final.arrived_s for live in book.segments if live.is_final}
    return Reading(language, finals_s, dict(book.translations))


def _played(part: Part, speaker: Speaker) -> PlayedPart:
    began_s, heard_ms = speaker.microphone.playback_began_s, speaker.heard_ms
    assert began_s is not None, "was played to its end"
    assert heard_ms is not None, "was waited for"
    return PlayedPart(
        part=part,
        identity=speaker.identity,
        began_s=began_s,
        connect_ms=speaker.connect_ms,
        heard_ms=heard_ms,
        held_up_s=speaker.microphone.held_up_s,
    )
