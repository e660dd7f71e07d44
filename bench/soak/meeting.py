"""A meeting with people who talk without end, from its making to the reckoning."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.soak.attendee import Attendee
from bench.soak.cluster import Cluster
from bench.soak.reckoning import Spoken, reckon
from bench.soak.voice import Voice, short_clips
from parley.contracts.access import Role
from parley.contracts.captions import Gap, Transcript
from parley.contracts.ids import MeetingId, SegmentId
from parley.contracts.room import AiState
from parley.rehearsal.deployment import Deployment

POLL_S = 0.05
WARM_START_S = 3.0  # so long the first agent of a meeting may take to come without a gap
IN_FLIGHT_S = 0.2  # what a dead agent has sent may still arrive
QUIET_S = 2.0  # hangover of the agent's gate plus a final, with room to spare
SETTLES_WITHIN_S = 30.0  # a store that was away for a minute takes in what waited
_SPEAKERS = ("Maria", "Ben", "Eva", "Tom", "Ida", "Ada", "Leo", "Kim")


class NotInTime(Exception):
    """Something that was waited for did not happen."""


async def until(claim: Callable[[], bool], within_s: float, otherwise: str) -> float:
    """Seconds until the claim holds.

    Raises:
        NotInTime: It did not in time; says `otherwise`.
    """
    began_s = time.monotonic()
    while not claim():
        if time.monotonic() - began_s > within_s:
            raise NotInTime(f"not within {within_s:.0f} s: {otherwise}")
        await asyncio.sleep(POLL_S)
    return time.monotonic() - began_s


@dataclass(frozen=True)
class Outcome:
    """What came of a meeting.

    Attributes:
        problems: What is lost, doubled or missing without a gap, one sentence each.
        started_s: When the meeting clock read 0; wall clock.
    """

    problems: list[str]
    transcript: Transcript
    started_s: float

    def gap_at(self, wall_s: float) -> Gap | None:
        """The gap for everybody at that moment of the wall clock."""
        at_ms = (wall_s - self.started_s) * 1000
        found = [gap for gap in self.transcript.gaps if gap.speaker is None]
        return next((gap for gap in found if gap.start_ms <= at_ms <= gap.end_ms), None)


@dataclass
class SoakMeeting:
    """People who talk, and one who reads."""

    cluster: Cluster
    deployment: Deployment
    meeting_id: MeetingId
    host_key: str
    reader: Attendee
    speakers: list[Attendee]

    def finals(self) -> dict[SegmentId, str]:
        """Text of each segment that the reader saw closed."""
        segments = self.reader.captions.segments
        return {live.segment_id: live.segment.final.text for live in segments if live.is_final}

    async def captions_again(self, within_s: float, otherwise: str = "captions again") -> float:
        """Seconds until a segment begins to show that was not on its way when this was called."""
        began_s = time.monotonic()
        await asyncio.sleep(IN_FLIGHT_S)
        seen = {live.segment_id for live in self.reader.captions.segments}
        await until(
            lambda: any(live.segment_id not in seen for live in self.reader.captions.segments),
            within_s,
            otherwise,
        )
        return time.monotonic() - began_s

    async def finals_more(self, count: int, within_s: float) -> None:
        """Wait for so many finals that are not there yet."""
        enough = len(self.finals()) + count
        try:
            await until(lambda: len(self.finals()) >= enough, within_s, f"{count} more finals")
        except NotInTime as problem:
            raise NotInTime(f"{problem}; {await self._condition()}") from None

    async def one_live_agent(self, within_s: float) -> str:
        """The identity of the agent, once it alone is in the room, and the room says that it is live."""
        began_s = time.monotonic()
        while True:
            agents = await self.cluster.agents_in(self.meeting_id)
            last = self.reader.told[-1].metadata if self.reader.told else None
            if last and last.ai_state is AiState.LIVE and agents == {last.agent_identity}:
                return next(iter(agents))
            if time.monotonic() - began_s > within_s:
                raise NotInTime(f"not within {within_s:.0f} s one live agent: {agents}, room says {last}")
            await asyncio.sleep(POLL_S)

    @property
    def is_behind(self) -> bool:
        """What the room says right now."""
        return bool(self.reader.told) and self.reader.told[-1].metadata.is_behind

    def states_since(self, wall_s: float) -> list[AiState]:
        """What the room has said of its AI since then, in order."""
        states = [told.metadata.ai_state for told in self.reader.told if told.at_s >= wall_s]
        return [state for place, state in enumerate(states) if not place or state is not states[place - 1]]

    async def reckoned(self) -> Outcome:
        """Silence everybody, end the meeting, wait until the store has everything, and look at it."""
        spoken = {speaker.identity: list(speaker.said) for speaker in self.speakers}
        await asyncio.gather(*(speaker.leave() for speaker in self.speakers))
        await self._settled()
        meeting = await self.deployment.end_meeting(self.meeting_id, self.host_key)
        transcript = await self.deployment.transcript(self.meeting_id, self.host_key)
        assert meeting.started_at is not None
        zero_s = meeting.started_at.timestamp()
        played = [
            Spoken(identity, round((one.begin_s - zero_s) * 1000), round((one.end_s - zero_s) * 1000))
            for identity, said in spoken.items()
            for one in said
            if one.begin_s - zero_s >= WARM_START_S
        ]
        return Outcome(reckon([self.finals()], played, transcript), transcript, zero_s)

    async def _condition(self) -> str:
        """Where the captions stopped: in the mouth, at the agent, on the way or before the reader."""
        transcript = await self.deployment.transcript(self.meeting_id, self.host_key)
        people = "; ".join(one.condition for one in [self.reader, *self.speakers])
        stored = f"{len(transcript.segments)} lines stored, gaps {transcript.gaps}"
        behind = f"agents {await self.cluster.agents_in(self.meeting_id)}, is_behind {self.is_behind}"
        return f"{len(self.finals())} finals read, {stored}, {behind}; {people}"

    async def _settled(self) -> None:
        """What is still being said gets its final, and what is shown reaches the store."""
        began_s = time.monotonic()
        while time.monotonic() < began_s + SETTLES_WITHIN_S:
            await asyncio.sleep(0.25)
            quiet_since_s = max(began_s, self.reader.captions.last_update_s or 0.0)
            if time.monotonic() < quiet_since_s + QUIET_S:
                continue
            transcript = await self.deployment.transcript(self.meeting_id, self.host_key)
            if self.finals().keys() <= {segment.segment_id for segment in transcript.segments}:
                return


@asynccontextmanager
async def soak_meeting(
    cluster: Cluster, speakers: int = 1, *, title: str = "Soak", waits_s: float | None = 30.0
) -> AsyncIterator[SoakMeeting]:
    """A meeting in which everybody has been heard by the agent once, unless `waits_s` is None."""
    clips = short_clips()
    async with Deployment(cluster.plan.backend_url) as deployment:
        created = await deployment.create_meeting(title)
        meeting_id = created.meeting.meeting_id
        reader = Attendee(deployment, await deployment.join(meeting_id, "Reader", Role.VIEWER))
        people: list[Attendee] = []
        try:
            await reader.enter()
            for number in range(speakers):
                turned = clips[number % len(clips) :] + clips[: number % len(clips)]
                voice = Voice(turned, first_pause_s=0.7 * number)
                joined = await deployment.join(
                    meeting_id, _SPEAKERS[number % len(_SPEAKERS)], Role.PARTICIPANT
                )
                people.append(Attendee(deployment, joined, voice))
                await people[-1].enter()
            if waits_s is not None:
                await asyncio.gather(*(one.heard(waits_s) for one in people))
            yield SoakMeeting(cluster, deployment, meeting_id, created.host_key, reader, people)
        finally:
            await asyncio.gather(*(one.leave() for one in [reader, *people]), return_exceptions=True)
