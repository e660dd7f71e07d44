"""What pages tell at the same moment is stored together; each is answered for itself, once it is stored."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from parley.backend import db
from parley.backend.access.credentials import digest
from parley.backend.access.proof import CredentialInvalid
from parley.backend.meetings.service import MeetingNotFound
from parley.backend.telemetry import writer as writers
from parley.backend.telemetry.group import Told
from parley.backend.telemetry.packing import packed
from parley.backend.telemetry.timeline import TelemetryReplayed
from parley.backend.telemetry.writer import TelemetryBusy, TelemetryWriter
from parley.contracts.meetings import MeetingCreated
from parley.contracts.telemetry.meeting import MeetingTelemetry
from parley.contracts.telemetry.page import TelemetryBatch
from tests.unit.backend.house import House, open_house
from tests.unit.backend.telemetry.peers import batch, bucket, read, tell

pytestmark = pytest.mark.unit


async def test_what_comes_in_meanwhile_is_stored_together_and_answered_once_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "GROUP_MAX", 4)
    call = await _Call.of(house, 6)
    begun = _units_of_work(house, monkeypatch)
    async with _held_up(house, [call.told(number) for number in range(6)]) as answers:
        await asyncio.sleep(0)
        assert not any(answer.done() for answer in answers)
    assert await _outcomes(answers) == [None] * 6
    assert len(begun) == 1 + 2  # the one that held them up; four, and the rest
    assert [len(page.buckets) for page in (await call.read()).pages] == [1] * 6


async def test_none_is_refused_for_anothers_sake(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    call = await _Call.of(house, 3)
    await house.services.telemetry_writer.put(call.told(0))
    begun = _units_of_work(house, monkeypatch)
    group = [
        call.told(0),
        call.told(1),
        call.told(1, proof=digest("rs_guessed")),
        call.told(1, meeting_id="nothing"),
        call.told(2),
        call.told(2, 1),  # the next of a page that is new itself
        call.told(2, 1),
    ]
    async with _held_up(house, group) as answers:
        pass
    assert await _outcomes(answers) == [
        TelemetryReplayed,
        None,
        CredentialInvalid,
        MeetingNotFound,
        None,
        None,
        TelemetryReplayed,
    ]
    assert len(begun) == 1 + 1
    assert [len(page.buckets) for page in (await call.read()).pages] == [1, 1, 2]


async def test_what_the_database_will_not_have_fails_alone(house: House) -> None:
    call = await _Call.of(house, 2)
    await house.services.telemetry_writer.put(call.told(0))
    async with house.services.database.writing() as session:  # as another process may that writes it as well
        await (await session.connection()).exec_driver_sql(
            "INSERT INTO telemetry_buckets SELECT page_key, 1, body FROM telemetry_buckets"
        )
    async with _held_up(house, [call.told(0, 1), call.told(1)]) as answers:
        pass
    broken, good = await _outcomes(answers)
    assert (broken is not None, good) == (True, None)
    assert [len(page.buckets) for page in (await call.read()).pages] == [2, 1]


async def test_who_comes_when_too_much_waits_is_told_when_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "WAITING_MAX", 1)
    async with open_house(tmp_path) as house:
        call = await _Call.of(house, 3)
        async with _held_up(house, [call.told(0)]) as answers:
            answers.append(asyncio.create_task(house.services.telemetry_writer.put(call.told(1))))
            await asyncio.sleep(0)
            answer = await tell(house, call.meeting_id, call.batch(2))
            assert (answer.status_code, answer.json()["code"]) == (503, "telemetry_busy")
            assert answer.headers["retry-after"] == "5"
        assert await _outcomes(answers) == [None, None]
        assert (await tell(house, call.meeting_id, call.batch(2))).status_code == 204
        refused = (await call.read()).refused
        assert [(one.code, one.batches) for one in refused] == [("telemetry_busy", 1)]


async def test_a_database_that_somebody_else_holds_is_no_bug_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 10)
    async with open_house(tmp_path) as house:
        call = await _Call.of(house, 1)
        elsewhere = sqlite3.connect(tmp_path / "parley.db", isolation_level=None)
        elsewhere.execute("BEGIN IMMEDIATE")
        answer = await tell(house, call.meeting_id, call.batch(0))
        assert (answer.status_code, answer.json()["code"]) == (503, "telemetry_busy")
        elsewhere.close()
        assert (await tell(house, call.meeting_id, call.batch(0))).status_code == 204


async def test_what_waits_as_the_backend_stops_is_stored_and_nothing_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "GROUP_MAX", 2)
    call = await _Call.of(house, 3)
    stopping = TelemetryWriter(house.services.database, house.clock, house.services.times)
    async with stopping.open():
        answers = [asyncio.create_task(stopping.put(call.told(number))) for number in range(3)]
        await asyncio.sleep(0)  # they wait
    assert await _outcomes(answers) == [None] * 3
    with pytest.raises(TelemetryBusy):
        await stopping.put(call.told(0, 1))


async def test_what_cannot_be_stored_before_the_backend_stops_is_not_acknowledged(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "GROUP_MAX", 2)
    monkeypatch.setattr(writers, "CLOSING_WITHIN_S", 0.01)
    call = await _Call.of(house, 3)
    stopping = TelemetryWriter(house.services.database, house.clock, house.services.times)
    async with house.services.database.writing(), stopping.open():
        answers = [asyncio.create_task(stopping.put(call.told(number))) for number in range(3)]
        await asyncio.sleep(0)
    assert await _outcomes(answers) == [TelemetryBusy] * 3
    assert (await call.read()).pages == []


class _Call:
    """People who tell of a meeting, and the host who reads it."""

    def __init__(self, house: House, made: MeetingCreated, secrets: list[str]) -> None:
        self.meeting_id = made.meeting.meeting_id
        self._house, self._host_key, self._secrets = house, made.host_key, secrets

    @classmethod
    async def of(cls, house: House, people: int) -> "_Call":
        made = await house.meet()
        secrets = [(await house.join(made.meeting.meeting_id)).resume_secret for _ in range(people)]
        house.clock.advance(60)
        return cls(house, made, secrets)

    def batch(self, number: int, place: int = 0) -> dict[str, Any]:
        """Of the person of this number, the bucket at this place."""
        return batch(self._secrets[number], bucket(place, 5000 * place))

    def told(self, number: int, place: int = 0, **changed: Any) -> Told:
        sent = TelemetryBatch.model_validate(self.batch(number, place))
        bodies = [packed(one) for one in sent.buckets]
        arrived_s = self._house.clock.monotonic_s()
        return replace(Told(self.meeting_id, digest(sent.resume_secret), sent, bodies, arrived_s), **changed)

    async def read(self) -> MeetingTelemetry:
        return await read(self._house, self.meeting_id, self._host_key)


@asynccontextmanager
async def _held_up(house: House, group: list[Told]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Somebody else writes, and all of these wait, until the block ends."""
    async with house.services.database.writing():
        answers = [asyncio.create_task(house.services.telemetry_writer.put(told)) for told in group]
        await asyncio.sleep(0)
        yield answers


async def _outcomes(answers: list[asyncio.Task[None]]) -> list[type[BaseException] | None]:
    return [
        None if outcome is None else type(outcome)
        for outcome in await asyncio.gather(*answers, return_exceptions=True)
    ]


def _units_of_work(house: House, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows by one for each that is begun from now on."""
    begun: list[None] = []
    writing = house.services.database.writing

    def counted() -> AbstractAsyncContextManager[AsyncSession]:
        begun.append(None)
        return writing()

    monkeypatch.setattr(house.services.database, "writing", counted)
    return begun
