"""What was being said when an agent was lost: words that are missing from before the gap of its absence.

An agent that dies takes with it what it had heard and not yet put on disk. Its last heartbeat named that, so
each of those utterances gets a gap of its own. It goes again if the final comes after all, which was on its
way then, or if an agent that still lives says itself why there is none.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.repository import participants_of
from parley.backend.agents.models import LeaseRow
from parley.backend.agents.watch import LeaseWatch
from parley.backend.captions.models import GapRow
from parley.backend.captions.repository import gaps_by_id, segments_by_id
from parley.backend.clock import Clock
from parley.backend.meetings.meeting_time import MeetingTimes
from parley.backend.meetings.repository import find_meeting
from parley.contracts.captions import GAP_ID_LENGTH, GapReason, missed_gap_id


def cut_gap_id(segment_id: str) -> str:
    """The gap that stands for a segment until its agent sends what becomes of it."""
    return f"cut-{segment_id}"[:GAP_ID_LENGTH]


class CutSpeech:
    def __init__(self, clock: Clock, watch: LeaseWatch, times: MeetingTimes) -> None:
        self._clock = clock
        self._watch = watch
        self._times = times

    async def note(self, session: AsyncSession, lease: LeaseRow) -> None:
        """Note what the agent of a lost lease was hearing when it was last heard of."""
        pulse = self._watch.pulse(lease.lease_id)
        meeting = await find_meeting(session, lease.meeting_id)
        if meeting is None or pulse.listened_until_s is None:
            return
        until_ms = self._times.at_ms(meeting.meeting_id, meeting.started_at, pulse.listened_until_s)
        people = {person.identity: person for person in await participants_of(session, lease.meeting_id)}
        stored = await segments_by_id(session, [one.segment_id for one in pulse.open_speech])
        ids = [of(one.segment_id) for one in pulse.open_speech for of in (cut_gap_id, missed_gap_id)]
        noted = await gaps_by_id(session, ids)
        for one in pulse.open_speech:
            is_known = one.segment_id in stored or not noted.keys().isdisjoint(
                (cut_gap_id(one.segment_id), missed_gap_id(one.segment_id))
            )
            if is_known or one.speaker not in people:
                continue
            session.add(
                GapRow(
                    gap_id=cut_gap_id(one.segment_id),
                    meeting_id=lease.meeting_id,
                    lease_id=lease.lease_id,
                    speaker=one.speaker,
                    speaker_name=people[one.speaker].name,
                    start_ms=one.start_ms,
                    end_ms=max(one.start_ms, until_ms),
                    reason=GapReason.AGENT_AWAY,
                    stored_at=self._clock.now(),
                )
            )
