"""Who reads why a meeting was as it was, and what they read."""

from typing import Any

import pytest
from pydantic import SecretStr

from parley.contracts.access import JoinResponse
from parley.contracts.diagnosis import (
    Advice,
    Cause,
    DiagnosedMeetings,
    Level,
    MeetingDiagnosis,
    OwnQuality,
)
from tests.unit.backend.diagnosis.calls import bucket as a_bucket
from tests.unit.backend.diagnosis.calls import with_microphone, with_row, with_uplink
from tests.unit.backend.house import House, bearer, open_house
from tests.unit.backend.telemetry.peers import batch, tell

pytestmark = pytest.mark.unit

SUPPORT = "support-of-tests-" + "s" * 32


async def say(
    house: House,
    person: JoinResponse,
    *,
    loss_pct: float = 0.0,
    first: int = 0,
    hears: tuple[JoinResponse, float] | None = None,
    **microphone: Any,
) -> None:
    """Fifteen seconds of a call, told as they end.

    Args:
        house: Its clock stands there.
        first: How many of these buckets were told before.
        hears: Whom the person hears, and the percent that are missing of it.
    """
    speaker, missing_pct = (None, 0.0) if hears is None else (hears[0].identity, hears[1])
    people = {person.identity: ""} | ({} if speaker is None else {speaker: ""})
    buckets = [
        with_microphone(
            with_uplink(a_bucket(person.identity, index, people), loss_pct=loss_pct), **microphone
        )
        for index in range(first, first + 3)
    ]
    if speaker is not None:
        buckets = [with_row(one, speaker, loss_pct=missing_pct) for one in buckets]
    told = batch(person.resume_secret, *(one.model_dump(mode="json") for one in buckets))
    answer = await tell(house, person.meeting_id, told)
    assert answer.status_code == 204, answer.text


async def own(house: House, person: JoinResponse) -> OwnQuality:
    answer = await house.http.get(
        f"/api/meetings/{person.meeting_id}/me/quality", headers=bearer(person.resume_secret)
    )
    return OwnQuality.model_validate_json(answer.content)


async def test_a_host_reads_the_verdict_by_name(house: House) -> None:
    made = await house.meet(title="Standup")
    ben = await house.join(made.meeting.meeting_id, "Ben")
    house.clock.advance(15)
    await say(house, ben, loss_pct=12.0)
    answer = await house.http.get(f"/api/meetings/{ben.meeting_id}/diagnosis", headers=bearer(made.host_key))
    diagnosis = MeetingDiagnosis.model_validate_json(answer.content)
    assert [(one.cause, one.who) for one in diagnosis.findings] == [(Cause.UPLINK, ben.identity)]
    assert (diagnosis.findings[0].start_ms, diagnosis.findings[0].end_ms) == (0, 15_000)
    assert [person.name for person in diagnosis.people] == ["Ben"]


async def test_support_reads_all_meetings_the_worst_first(tmp_path: Any) -> None:
    async with open_house(tmp_path, support_token=SecretStr(SUPPORT)) as house:
        for title, loss_pct in (("Bad", 14.0), ("Good", 0.0)):
            made = await house.meet(title=title)
            ben = await house.join(made.meeting.meeting_id, "Ben")
            house.clock.advance(15)
            await say(house, ben, loss_pct=loss_pct)
        answer = await house.http.get("/api/diagnosis/meetings", headers=bearer(SUPPORT))
        listed = DiagnosedMeetings.model_validate_json(answer.content).meetings
        assert [(one.title, one.cause, one.cause_name) for one in listed] == [
            ("Bad", Cause.UPLINK, "Ben"),
            ("Good", None, None),
        ]
        assert (listed[0].level, listed[1].level) == (Level.FAIR, Level.GOOD)


async def test_a_verdict_that_was_remembered_changes_when_more_is_told(tmp_path: Any) -> None:
    async with open_house(tmp_path, support_token=SecretStr(SUPPORT)) as house:
        made = await house.meet()
        person = await house.join(made.meeting.meeting_id, "Ben")
        house.clock.advance(15)
        await say(house, person)
        await house.http.get("/api/diagnosis/meetings", headers=bearer(SUPPORT))
        house.clock.advance(15)
        await say(house, person, loss_pct=9.0, first=3)
        answer = await house.http.get("/api/diagnosis/meetings", headers=bearer(SUPPORT))
        assert DiagnosedMeetings.model_validate_json(answer.content).meetings[0].cause is Cause.UPLINK


async def test_everybody_is_told_what_is_their_own_and_can_be_mended(house: House) -> None:
    made = await house.meet()
    ben = await house.join(made.meeting.meeting_id, "Ben")
    maria = await house.join(made.meeting.meeting_id, "Maria")
    assert await own(house, ben) == OwnQuality(cause=None, advice=[])
    house.clock.advance(15)
    await say(house, ben, level_dbfs=-120.0)
    assert await own(house, ben) == OwnQuality(
        cause=Cause.MICROPHONE_SILENT, advice=[Advice.CHECK_MICROPHONE]
    )
    assert await own(house, maria) == OwnQuality(cause=None, advice=[])


async def test_what_a_speaker_loses_on_the_way_up_is_blamed_on_nobody_else_until_it_is_over(
    house: House,
) -> None:
    made = await house.meet()
    ben = await house.join(made.meeting.meeting_id, "Ben")
    maria = await house.join(made.meeting.meeting_id, "Maria")
    house.clock.advance(15)
    await say(house, ben, loss_pct=12.0)
    await say(house, maria, hears=(ben, 12.0))
    assert await own(house, maria) == OwnQuality(cause=None, advice=[])
    house.clock.advance(15)
    await say(house, ben, first=3)
    await say(house, maria, hears=(ben, 12.0), first=3)
    assert await own(house, maria) == OwnQuality(cause=Cause.DOWNLINK, advice=[Advice.MOVE_OR_CABLE])
