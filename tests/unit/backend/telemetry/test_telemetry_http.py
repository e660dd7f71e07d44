"""Pages tell how their calls go; each only of itself, once, at its time. Hosts and support read it."""

import asyncio
import json
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend.access.proof import CredentialInvalid
from parley.backend.body_limit import PEOPLE_MAX_BYTES
from parley.backend.telemetry import retention
from parley.backend.telemetry.models import PageRow
from parley.backend.telemetry.sfu import history
from parley.contracts.telemetry.meeting import ServerEventKind
from tests.unit.backend.house import House, bearer, open_house
from tests.unit.backend.telemetry.peers import GOLDEN, batch, bucket, read, tell

pytestmark = pytest.mark.unit

GOLDEN_FOLDER = Path(__file__).parents[3] / "golden"
SUPPORT = "support-of-tests-" + "s" * 32
HOUR_MS = 3_600_000


async def test_a_host_reads_what_everybody_told_at_its_time(house: House) -> None:
    made = await house.meet(title="Standup")
    meeting_id = made.meeting.meeting_id
    ben = await house.join(meeting_id, "Ben", host_key=made.host_key)
    house.clock.advance(1)
    maria = await house.join(meeting_id, "Maria")
    house.clock.advance(19)
    # Ben's clock is an hour ahead of Maria's: their buckets are of the same five seconds.
    told = [
        await tell(house, meeting_id, batch(ben.resume_secret, bucket(0, HOUR_MS), page_id="b" * 16)),
        await tell(house, meeting_id, batch(maria.resume_secret, bucket(0, 7), page_id="m" * 16)),
    ]
    assert [answer.status_code for answer in told] == [204, 204]
    house.clock.advance(5)
    assert (await tell(house, meeting_id, batch(maria.resume_secret, bucket(1, 5007)))).status_code == 204

    found = await read(house, meeting_id, made.host_key)
    assert (found.title, [person.name for person in found.people]) == ("Standup", ["Ben", "Maria"])
    places = [(page.participant, [one.start_ms for one in page.buckets]) for page in found.pages]
    assert places == [(ben.identity, [15_000]), (maria.identity, [15_000]), (maria.identity, [20_000])]
    sent = GOLDEN["buckets"][0]["uplink_audio"]
    assert found.pages[0].buckets[0].uplink_audio is not None
    assert found.pages[0].buckets[0].uplink_audio.model_dump() == sent
    assert found.pages[0].marks.model_dump() == GOLDEN["marks"]
    assert found.now_ms == 25_000


async def test_a_batch_that_hung_in_the_network_moves_to_where_it_belongs(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    house.clock.advance(5 + 8)  # it took 8 s
    await tell(house, meeting_id, batch(person.resume_secret, bucket(0, 100)))
    assert [one.start_ms for one in (await read(house, meeting_id, made.host_key)).pages[0].buckets] == [8000]
    house.clock.advance(2)  # the next took no time, and shows what the page's clock really is behind
    await tell(house, meeting_id, batch(person.resume_secret, bucket(1, 10_100)))
    pages = (await read(house, meeting_id, made.host_key)).pages
    assert [one.start_ms for one in pages[0].buckets] == [0, 10_000]


async def test_nobody_writes_anothers_samples(house: House) -> None:
    made, other = await house.meet(), await house.meet()
    meeting_id = made.meeting.meeting_id
    victim = await house.join(meeting_id, "Victim")
    stranger = await house.join(other.meeting.meeting_id, "Stranger")
    house.clock.advance(20)
    for proof in (stranger.resume_secret, made.host_key, victim.identity, "rs_" + "0" * 43, ""):
        body = json.dumps(batch(proof, bucket(0, 0)))
        answer = await house.http.post(
            f"/api/meetings/{meeting_id}/telemetry",
            content=body,
            headers={"content-type": "application/json"},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "credential_invalid")
    # With a proof of one's own, another's page is a page of one's own.
    assert (await tell(house, meeting_id, batch(victim.resume_secret, bucket(0, 0)))).status_code == 204
    second = await house.join(meeting_id, "Second")
    assert (await tell(house, meeting_id, batch(second.resume_secret, bucket(0, 0)))).status_code == 204
    found = await read(house, meeting_id, made.host_key)
    assert [page.participant for page in found.pages] == [victim.identity, second.identity]
    assert {one.code: one.batches for one in found.refused} == {"credential_invalid": 5}


async def test_what_was_told_is_not_taken_again(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    house.clock.advance(30)
    first = batch(person.resume_secret, bucket(0, 0), bucket(1, 5000))
    assert (await tell(house, meeting_id, first)).status_code == 204
    overlapping = batch(person.resume_secret, bucket(2, 9000))
    for again, code in ((first, "telemetry_replayed"), (overlapping, "telemetry_untimely")):
        assert (await tell(house, meeting_id, again)).json()["code"] == code
    found = await read(house, meeting_id, made.host_key)
    assert [one.sequence for one in found.pages[0].buckets] == [0, 1]
    assert {one.code: one.batches for one in found.refused} == {
        "telemetry_replayed": 1,
        "telemetry_untimely": 1,
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(b"", 422, "invalid_request", id="nothing"),
        pytest.param(b"{", 422, "invalid_request", id="no JSON"),
        pytest.param(b"\xff\xfe", 422, "invalid_request", id="no text"),
        pytest.param(b"[" * 50_000, 400, "invalid_request", id="a tower of brackets"),
        pytest.param(b"null", 422, "invalid_request", id="null"),
        pytest.param(b'{"sent_at_ms": ' + b"9" * 5000 + b"}", 400, "invalid_request", id="digits"),
        pytest.param(b" " * (PEOPLE_MAX_BYTES + 1), 413, "payload_too_large", id="huge"),
    ],
)
async def test_a_body_that_is_no_batch_is_refused_and_counted(
    house: House, body: bytes, status: int, code: str
) -> None:
    made = await house.meet()
    answer = await house.http.post(
        f"/api/meetings/{made.meeting.meeting_id}/telemetry",
        content=body,
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    found = await read(house, made.meeting.meeting_id, made.host_key)
    assert [(one.code, one.batches) for one in found.refused] == [(code, 1)]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("start_ms", 10**16),
        ("sequence", -1),
        ("duration_ms", 0),
        ("away_ms", float("nan")),
        ("away_ms", float("inf")),
        ("downlink_audio", [GOLDEN["buckets"][0]["downlink_audio"][0]] * 51),
        ("downlink_audio", [GOLDEN["buckets"][0]["downlink_audio"][0] | {"speaker": "\ud800"}]),
        ("publisher", GOLDEN["buckets"][0]["publisher"] | {"address": "192.0.2.7"}),
        ("words", "what was said"),
    ],
)
async def test_a_bucket_that_is_none_is_refused(house: House, place: str, value: object) -> None:
    made = await house.meet()
    person = await house.join(made.meeting.meeting_id)
    house.clock.advance(20)
    body = json.dumps(batch(person.resume_secret, bucket(0, 0) | {place: value}, sent_at_ms=5000))
    answer = await house.http.post(
        f"/api/meetings/{made.meeting.meeting_id}/telemetry",
        content=body,
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_meeting_that_is_none_is_refused(house: House) -> None:
    answer = await tell(house, "nothing", batch("rs_1", bucket(0, 0)))
    assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found")


async def test_the_last_word_comes_after_the_end_and_no_later(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    house.clock.advance(20)
    await house.http.post(f"/api/meetings/{meeting_id}/end", headers=bearer(made.host_key))
    house.clock.advance(1)
    assert (await tell(house, meeting_id, batch(person.resume_secret, bucket(0, 0)))).status_code == 204
    house.clock.advance(600)
    late = await tell(house, meeting_id, batch(person.resume_secret, bucket(1, 5000)))
    assert (late.status_code, late.json()["code"]) == (410, "meeting_ended")


async def test_who_was_removed_tells_nothing_more(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    house.clock.advance(20)
    path = f"/api/meetings/{meeting_id}/participants/{person.identity}"
    assert (await house.http.delete(path, headers=bearer(made.host_key))).status_code == 204
    answer = await tell(house, meeting_id, batch(person.resume_secret, bucket(0, 0)))
    assert (answer.status_code, answer.json()["code"]) == (403, "participant_removed")


async def test_who_tells_too_often_waits_and_others_do_not(tmp_path: Path) -> None:
    async with open_house(tmp_path, telemetry_batches_per_minute=2) as strict:
        made = await strict.meet()
        meeting_id = made.meeting.meeting_id
        loud, other = await strict.join(meeting_id), await strict.join(meeting_id)
        strict.clock.advance(30)
        sent = [batch(loud.resume_secret, bucket(number, 5000 * number)) for number in range(3)]
        assert [(await tell(strict, meeting_id, one)).status_code for one in sent] == [204, 204, 429]
        assert (await tell(strict, meeting_id, batch(other.resume_secret, bucket(0, 0)))).status_code == 204


async def test_who_guesses_proofs_waits_with_everybody_at_their_address(tmp_path: Path) -> None:
    async with open_house(tmp_path, telemetry_batches_per_minute_and_address=2) as strict:
        made = await strict.meet()
        statuses = [
            (await tell(strict, made.meeting.meeting_id, batch(f"rs_{number}", bucket(0, 0)))).status_code
            for number in range(3)
        ]
        assert statuses == [403, 403, 429]


async def test_where_none_is_kept_none_is_taken_and_pages_are_told_so(tmp_path: Path) -> None:
    async with open_house(tmp_path, telemetry_retention_days=0) as off:
        made = await off.meet()
        meeting_id = made.meeting.meeting_id
        person = await off.join(meeting_id)
        off.clock.advance(20)
        answer = await tell(off, meeting_id, batch(person.resume_secret, bucket(0, 0)))
        assert (answer.status_code, answer.json()["code"]) == (403, "telemetry_off")
        await off.webhook("participant_joined", meeting_id, person.identity)
        found = await read(off, meeting_id, made.host_key)
        assert (found.pages, found.events) == ([], [])
        assert (await off.http.get("/config.json")).json()["keeps_telemetry"] is False


async def test_what_is_older_than_it_may_be_is_gone(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    house.clock.advance(20)
    await tell(house, meeting_id, batch(person.resume_secret, bucket(0, 0)))
    await house.webhook("participant_joined", meeting_id, person.identity)
    house.clock.advance(29 * 86_400)
    await house.services.telemetry_retention.sweep()
    kept = await read(house, meeting_id, made.host_key)
    assert (len(kept.pages), len(kept.events)) == (1, 1)
    house.clock.advance(2 * 86_400)
    await house.services.telemetry_retention.sweep()
    gone = await read(house, meeting_id, made.host_key)
    assert (gone.pages, gone.events) == ([], [])


async def test_much_that_is_old_goes_in_parts_between_which_others_write(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PAGES_AT_ONCE", 2)
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    people = [await house.join(meeting_id) for _ in range(5)]
    house.clock.advance(20)
    for person in people:
        await tell(house, meeting_id, batch(person.resume_secret, bucket(0, 0)))
    house.clock.advance(31 * 86_400)
    sweep = asyncio.create_task(house.services.telemetry_retention.sweep())
    await asyncio.sleep(0)  # it has its turn, and whoever comes now has the next
    async with house.services.database.writing() as session:
        left = await session.scalar(select(func.count()).select_from(PageRow))
    assert left == 3
    await sweep
    assert (await read(house, meeting_id, made.host_key)).pages == []


async def test_one_meeting_is_in_hand_at_a_time_and_who_may_not_read_it_does_not_wait(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    in_hand: list[int] = []

    async def have_in_hand(number: int) -> None:
        async with house.services.telemetry_reader.reading(meeting_id, made.host_key):
            in_hand.append(number)
            with pytest.raises(CredentialInvalid):
                async with house.services.telemetry_reader.reading(meeting_id, "hk_guessed"):
                    pass
            in_hand.append(number)

    await asyncio.gather(*map(have_in_hand, range(3)))
    assert in_hand[::2] == in_hand[1::2]


async def test_what_the_sfu_told_stands_on_the_meeting_clock_once(house: House) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)
    house.clock.advance(3)
    for _ in range(2):
        await house.webhook("participant_joined", meeting_id, person.identity, id="EV_same")
    house.clock.advance(2)
    await house.webhook("track_published", meeting_id, person.identity)
    await house.webhook("egress_started", meeting_id)
    await house.webhook("room_started", "check-of-somebody")
    events = (await read(house, meeting_id, made.host_key)).events
    assert [(one.kind, one.at_ms, one.participant) for one in events] == [
        (ServerEventKind.PARTICIPANT_JOINED, 3000, person.identity),
        (ServerEventKind.TRACK_PUBLISHED, 5000, person.identity),
    ]


async def test_what_the_sfu_told_and_could_not_be_kept_is_kept_when_it_comes_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await house.meet()
    meeting_id = made.meeting.meeting_id
    person = await house.join(meeting_id)

    async def full(_session: AsyncSession, _meeting_id: str) -> None:
        raise OperationalError("INSERT", {}, Exception("the disk is full"))

    with monkeypatch.context() as faulty:
        faulty.setattr(history, "find_meeting", full)
        answer = await house.webhook("participant_joined", meeting_id, person.identity, id="EV_same")
        assert answer.status_code == 500
    await house.webhook("participant_joined", meeting_id, person.identity, id="EV_same")
    events = (await read(house, meeting_id, made.host_key)).events
    assert [one.participant for one in events] == [person.identity]


async def test_support_lists_meetings_and_reads_them(tmp_path: Path) -> None:
    async with open_house(tmp_path, support_token=SecretStr(SUPPORT)) as supported:
        made, silent = await supported.meet(title="Told"), await supported.meet(title="Silent")
        meeting_id = made.meeting.meeting_id
        people = [await supported.join(meeting_id), await supported.join(meeting_id)]
        await supported.join(silent.meeting.meeting_id)
        supported.clock.advance(20)
        for person in people:
            await tell(supported, meeting_id, batch(person.resume_secret, bucket(0, 0)))
        listed = await supported.http.get("/api/telemetry/meetings", headers=bearer(SUPPORT))
        assert [(one["title"], one["people"]) for one in listed.json()["meetings"]] == [("Told", 2)]
        assert len((await read(supported, meeting_id, SUPPORT)).pages) == 2
        for wrong in (made.host_key, "", SUPPORT[:-1]):
            refused = await supported.http.get("/api/telemetry/meetings", headers=bearer(wrong))
            assert (refused.status_code, refused.json()["code"]) == (401, "support_token_invalid")


async def test_no_name_and_no_address_is_stored(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        made = await house.meet()
        person = await house.join(made.meeting.meeting_id, "Zacharias")
        house.clock.advance(20)
        await tell(house, made.meeting.meeting_id, batch(person.resume_secret, bucket(0, 0)))
        async with house.services.database.reading() as session:
            connection = await session.connection()
            tables = [
                "telemetry_pages",
                "telemetry_buckets",
                "telemetry_events",
            ]
            rows = [
                str((await connection.exec_driver_sql(f"SELECT * FROM {table}")).all()) for table in tables
            ]
    for canary in ("Zacharias", "127.0.0.1", person.resume_secret):
        assert not any(canary in row for row in rows)


async def test_what_the_agent_told_is_read_with_it_once(house: House) -> None:
    made, _, dispatch = await house.captioned()
    golden = json.loads((GOLDEN_FOLDER / "MeetingTelemetry.a-meeting.json").read_text())
    plain = golden["agents"][0]["buckets"][0]
    record = {"type": "telemetry", "bucket": plain}
    later = {"type": "telemetry", "bucket": plain | {"start_ms": 25_000}}
    for _ in range(2):
        answer = await house.send(dispatch, later, record)
        assert (answer.stored, answer.refused) == (2, [])
    (agent,) = (await read(house, made.meeting.meeting_id, made.host_key)).agents
    assert (agent.lease_id, agent.agent_identity) == (dispatch.lease_id, dispatch.agent_identity)
    assert [bucket.start_ms for bucket in agent.buckets] == [20_000, 25_000]
    assert agent.buckets[0].model_dump() == plain
