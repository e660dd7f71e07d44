"""Times that no agent listened to stand in the transcript; times are those of the meeting clock."""

from pathlib import Path

import pytest

from parley.backend.agents.absence import WARM_START_MS
from parley.backend.captions.repository import open_gaps
from parley.contracts.access import JoinResponse
from parley.contracts.captions import Gap, GapReason, missed_gap_id
from parley.contracts.ids import SegmentId
from parley.contracts.ingest import AgentDispatch
from parley.contracts.meetings import MeetingCreated
from tests.unit.backend.house import FINISHED, House, bearer, gap, open_house, segment

pytestmark = pytest.mark.unit


async def pass_time(house: House, seconds: float, *, beating: AgentDispatch | None = None) -> None:
    """Let time go by in quarters of a second, a worker reporting and perhaps an agent beating each second."""
    for quarter in range(1, round(seconds * 4) + 1):
        house.clock.advance(0.25)
        if quarter % 4 == 0:
            await house.report()
            if beating:
                await house.beat(beating)
        await house.reconcile()


async def arrive(house: House, made: MeetingCreated) -> AgentDispatch:
    """The agent that was dispatched last comes into the room and listens."""
    dispatch = house.dispatch(made.meeting.meeting_id)
    house.sfu.enter(made.meeting.meeting_id, dispatch.agent_identity, is_agent=True)
    await house.beat(dispatch)
    await house.reconcile()
    return dispatch


async def gaps(house: House, made: MeetingCreated) -> list[Gap]:
    found = (await house.transcript(made)).gaps
    assert all(gap.reason is GapReason.AGENT_AWAY for gap in found)
    assert all((gap.speaker, gap.speaker_name) == (None, "") for gap in found)
    return found


async def times(house: House, made: MeetingCreated) -> list[tuple[int, int]]:
    return [(gap.start_ms, gap.end_ms) for gap in await gaps(house, made)]


async def test_a_killed_agent_leaves_one_gap_from_its_last_heartbeat_to_its_successors_first(
    house: House,
) -> None:
    made, _, dead = await house.captioned()
    await pass_time(house, 10, beating=dead)
    assert await times(house, made) == []
    await pass_time(house, 3)  # it beat last at 10 s and is missed after 12.5 s
    (open_one,) = await gaps(house, made)
    assert (open_one.start_ms, open_one.end_ms) == (10_000, 13_000)
    house.clock.advance(0.4)
    await house.beat(house.dispatch(made.meeting.meeting_id), is_listening=False)
    await house.reconcile()
    house.clock.advance(0.4)
    successor = await arrive(house, made)
    assert successor.lease_id != dead.lease_id
    (closed,) = await gaps(house, made)
    assert (closed.gap_id, closed.start_ms, closed.end_ms) == (open_one.gap_id, 10_000, 13_800)
    await pass_time(house, 20, beating=successor)
    assert await gaps(house, made) == [closed]


async def test_every_death_makes_a_gap_of_its_own(house: House) -> None:
    made, _, agent = await house.captioned()
    for _ in range(3):
        await pass_time(house, 5, beating=agent)
        await pass_time(house, 3)
        agent = await arrive(house, made)
    assert await times(house, made) == [(5_000, 8_000), (13_000, 16_000), (21_000, 24_000)]


async def test_the_warm_start_of_a_meeting_is_no_gap(house: House) -> None:
    made = await house.meet()
    await house.join(made.meeting.meeting_id)
    await house.report()
    await house.reconcile()
    await pass_time(house, WARM_START_MS / 1000 - 0.25)
    agent = await arrive(house, made)
    await pass_time(house, 5, beating=agent)
    assert await times(house, made) == []


async def test_where_no_worker_was_from_the_start_the_gap_begins_with_the_first_person(house: House) -> None:
    made = await house.meet()
    await house.join(made.meeting.meeting_id)
    await house.reconcile()
    for _ in range(20):
        house.clock.advance(1)
        await house.reconcile()
    assert await times(house, made) == [(0, 20_000)]
    await house.report()
    await house.reconcile()
    house.clock.advance(0.5)
    await arrive(house, made)
    house.clock.advance(1)
    await house.reconcile()
    assert await times(house, made) == [(0, 20_500)]


async def test_a_worker_that_drains_hands_over_with_a_gap_as_long_as_the_handover(house: House) -> None:
    made, _, draining = await house.captioned()
    await pass_time(house, 4, beating=draining)
    house.clock.advance(0.3)
    await house.beat(draining)
    house.clock.advance(0.1)
    await house.send(draining, FINISHED)
    await house.reconcile()
    house.clock.advance(0.9)
    successor = await arrive(house, made)
    assert successor.lease_id != draining.lease_id
    assert await times(house, made) == [(4_300, 5_300)]


async def test_a_dispatch_that_nobody_answers_is_part_of_the_gap(house: House) -> None:
    made, _, dead = await house.captioned()
    await pass_time(house, 2, beating=dead)
    await pass_time(house, 3)
    unanswered = house.dispatch(made.meeting.meeting_id)
    await pass_time(house, 6)
    answered = await arrive(house, made)
    assert len({dead.lease_id, unanswered.lease_id, answered.lease_id}) == 3
    assert await times(house, made) == [(2_000, 11_000)]


async def test_an_agent_that_is_cut_off_from_the_room_does_not_listen_whatever_it_says(house: House) -> None:
    made, _, cut_off = await house.captioned()
    await pass_time(house, 3, beating=cut_off)
    house.sfu.leave(made.meeting.meeting_id, cut_off.agent_identity)
    await pass_time(house, 5, beating=cut_off)
    await arrive(house, made)
    assert await times(house, made) == [(3_250, 8_000)]


async def test_an_agent_that_says_it_does_not_listen_leaves_a_gap_until_it_does(house: House) -> None:
    made, _, agent = await house.captioned()
    for at_s in range(1, 10):
        house.clock.advance(1)
        await house.report()
        await house.beat(agent, is_listening=at_s not in (4, 5, 6))
        await house.reconcile()
    assert await times(house, made) == [(3_000, 7_000)]


async def test_captions_that_are_turned_off_and_on_make_no_gap(house: House) -> None:
    made, _, agent = await house.captioned()
    path = f"/api/meetings/{made.meeting.meeting_id}"
    await pass_time(house, 5, beating=agent)
    off = {"captions_on": False, "notes_on": False}
    await house.http.patch(path, json=off, headers=bearer(made.host_key))
    await pass_time(house, 60)
    await house.http.patch(path, json={"captions_on": True}, headers=bearer(made.host_key))
    await pass_time(house, 1)
    agent = await arrive(house, made)
    await pass_time(house, 5, beating=agent)
    assert await times(house, made) == []


async def test_a_gap_ends_when_captions_are_turned_off(house: House) -> None:
    made, _, agent = await house.captioned()
    await pass_time(house, 5, beating=agent)
    for _ in range(4):
        house.clock.advance(1)  # the worker died with the agent
        await house.reconcile()
    path = f"/api/meetings/{made.meeting.meeting_id}"
    off = {"captions_on": False, "notes_on": False}
    await house.http.patch(path, json=off, headers=bearer(made.host_key))
    await house.reconcile()
    await pass_time(house, 10)
    assert await times(house, made) == [(5_000, 9_000)]


async def test_nobody_misses_captions_while_nobody_is_there(house: House) -> None:
    made, person, agent = await house.captioned()
    meeting_id = made.meeting.meeting_id
    await pass_time(house, 5, beating=agent)
    house.sfu.leave(meeting_id, person.identity)
    await house.reconcile()
    for _ in range(10):
        house.clock.advance(1)  # the agent dies in an empty room, and no worker is there to replace it
        await house.reconcile()
    assert await times(house, made) == []
    house.sfu.enter(meeting_id, person.identity)
    await house.reconcile()
    house.clock.advance(2)
    await house.reconcile()
    assert await times(house, made) == [(15_000, 17_000)]


async def test_the_end_of_the_meeting_ends_its_gap(house: House) -> None:
    made, _, agent = await house.captioned()
    await pass_time(house, 5, beating=agent)
    for _ in range(5):
        house.clock.advance(1)
        await house.reconcile()
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    house.clock.advance(30)
    assert await times(house, made) == [(5_000, 10_000)]  # before the reconciler came to see it
    await house.reconcile()
    assert await times(house, made) == [(5_000, 10_000)]
    async with house.services.database.reading() as session:
        assert await open_gaps(session) == {}


async def test_a_gap_is_read_from_a_moment_on_as_segments_are(house: House) -> None:
    made, _, agent = await house.captioned()
    await pass_time(house, 5, beating=agent)
    await pass_time(house, 3)
    agent = await arrive(house, made)
    await pass_time(house, 2, beating=agent)
    path = f"/api/meetings/{made.meeting.meeting_id}/transcript?since_ms="
    for since_ms, count in ((0, 1), (8_000, 1), (8_001, 0)):
        answer = await house.http.get(f"{path}{since_ms}", headers=bearer(made.host_key))
        assert len(answer.json()["gaps"]) == count
    await pass_time(house, 4)
    still_open = await house.http.get(f"{path}999999", headers=bearer(made.host_key))
    assert [gap["start_ms"] for gap in still_open.json()["gaps"]] == [10_000]


async def test_a_restart_of_the_backend_invents_no_gap_while_the_agent_goes_on(tmp_path: Path) -> None:
    async with open_house(tmp_path) as before:
        made, _, agent = await before.captioned()
        await pass_time(before, 10, beating=agent)
        rooms, started = before.sfu.by_name, before.clock.now()
    async with open_house(tmp_path) as house:
        house.sfu.by_name = rooms
        house.clock.shift_wall((started - house.clock.now()).total_seconds() + 60)  # it was away for 60 s
        await house.reconcile()
        house.clock.advance(0.8)
        await house.report()
        await house.reconcile()
        await house.beat(agent)
        await pass_time(house, 10, beating=agent)
        assert await times(house, made) == []
        assert house.dispatch(made.meeting.meeting_id) == agent


async def test_an_agent_that_died_while_the_backend_was_away_is_missed_from_then_on(tmp_path: Path) -> None:
    async with open_house(tmp_path) as before:
        made, _, agent = await before.captioned()
        await pass_time(before, 10, beating=agent)
        rooms, stopped = before.sfu.by_name, before.clock.now()
    async with open_house(tmp_path) as house:
        house.sfu.by_name = rooms
        house.clock.shift_wall((stopped - house.clock.now()).total_seconds() + 60)
        await house.reconcile()
        await pass_time(house, 6)
        await arrive(house, made)
        ((start_ms, end_ms),) = await times(house, made)
        assert 5_000 <= start_ms <= 10_000  # known to within what is stored every 5 s
        assert end_ms == 76_000


async def test_a_gap_that_was_open_when_the_backend_stopped_is_closed_by_the_next_one(tmp_path: Path) -> None:
    async with open_house(tmp_path) as before:
        made, _, agent = await before.captioned()
        await pass_time(before, 5, beating=agent)
        for _ in range(3):
            before.clock.advance(1)
            await before.reconcile()
        ((start_ms, _),) = await times(before, made)
        rooms, stopped = before.sfu.by_name, before.clock.now()
    async with open_house(tmp_path) as house:
        house.sfu.by_name = rooms
        house.clock.shift_wall((stopped - house.clock.now()).total_seconds() + 10)
        await house.report()
        await house.reconcile()
        house.clock.advance(0.5)
        await arrive(house, made)
        assert await times(house, made) == [(start_ms, 18_500)]


async def test_the_transcript_tells_the_meeting_clock_and_after_the_end_the_length(house: House) -> None:
    made, _, agent = await house.captioned()
    await pass_time(house, 10, beating=agent)
    assert (await house.transcript(made)).now_ms == 10_000
    await house.http.post(f"/api/meetings/{made.meeting.meeting_id}/end", headers=bearer(made.host_key))
    house.clock.advance(30)
    assert (await house.transcript(made)).now_ms == 10_000


def open_speech(joined: JoinResponse, segment_id: str, start_ms: int) -> dict[str, object]:
    return {"segment_id": segment_id, "speaker": joined.identity, "start_ms": start_ms}


async def test_what_was_being_said_when_an_agent_died_has_a_gap_of_its_speakers(house: House) -> None:
    made, joined, dead = await house.captioned()
    await pass_time(house, 10, beating=dead)
    await house.beat(dead, open_speech=[open_speech(joined, "SG_cut", 8_200)])
    await pass_time(house, 3)
    of_everybody, of_speaker = sorted(
        (await house.transcript(made)).gaps, key=lambda gap: gap.speaker is not None
    )
    assert (of_everybody.speaker, of_everybody.start_ms) == (None, 10_000)
    assert (of_speaker.speaker, of_speaker.speaker_name) == (joined.identity, joined.name)
    assert (of_speaker.start_ms, of_speaker.end_ms) == (8_200, 10_000)


async def test_a_final_that_was_on_its_way_when_its_agent_died_takes_the_place_of_its_gap(
    house: House,
) -> None:
    made, joined, dead = await house.captioned()
    early = segment("SG_early", joined.identity, start_ms=1_000, end_ms=2_000)
    late = segment("SG_late", joined.identity, start_ms=8_000, end_ms=9_000)
    await house.send(dead, early)
    spoken = [open_speech(joined, "SG_early", 1_000), open_speech(joined, "SG_late", 8_000)]
    await pass_time(house, 10, beating=dead)
    await house.beat(dead, open_speech=spoken)
    await pass_time(house, 3)
    cut = [gap.gap_id for gap in (await house.transcript(made)).gaps if gap.speaker]
    assert cut == ["cut-SG_late"], "the other was stored already"
    await house.send(dead, late)
    transcript = await house.transcript(made)
    assert [one.segment_id for one in transcript.segments] == ["SG_early", "SG_late"]
    assert [gap for gap in transcript.gaps if gap.speaker] == []


async def given_up(house: House) -> tuple[MeetingCreated, JoinResponse, AgentDispatch, dict[str, object]]:
    """An agent that is missed in the middle of an utterance; and the gap that it sends, still alive."""
    made, joined, agent = await house.captioned()
    await pass_time(house, 10, beating=agent)
    await house.beat(agent, open_speech=[open_speech(joined, "SG_slow", 8_000)])
    overload = gap(
        missed_gap_id(SegmentId("SG_slow")),
        joined.identity,
        start_ms=8_000,
        end_ms=9_500,
        reason="overloaded",
    )
    return made, joined, agent, overload


async def of_speakers(house: House, made: MeetingCreated) -> list[tuple[int, int, str]]:
    found = (await house.transcript(made)).gaps
    return [(one.start_ms, one.end_ms, one.reason.value) for one in found if one.speaker]


async def test_what_a_given_up_agent_says_it_missed_takes_the_place_of_the_gap_for_it(house: House) -> None:
    made, _, agent, overload = await given_up(house)
    await pass_time(house, 3)
    assert await of_speakers(house, made) == [(8_000, 10_000, "agent_away")]
    await house.send(agent, overload)
    assert await of_speakers(house, made) == [(8_000, 9_500, "overloaded")]
    await house.send(agent, overload)  # an answer that was lost
    assert await of_speakers(house, made) == [(8_000, 9_500, "overloaded")]


async def test_what_an_agent_said_it_missed_is_not_missed_once_more_when_it_is_given_up(house: House) -> None:
    made, _, agent, overload = await given_up(house)
    await house.send(agent, overload)
    await pass_time(house, 3)
    assert await of_speakers(house, made) == [(8_000, 9_500, "overloaded")]
