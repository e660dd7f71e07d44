"""The backend looks at an SFU from outside: one that answers, one that has stopped, one that is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from parley.backend.clock import SystemClock
from parley.backend.db import Database
from parley.backend.telemetry.repository import sfu_buckets_between
from parley.backend.telemetry.sfu.metrics import NOTHING, SfuNumbers, read_look
from parley.backend.telemetry.sfu.watch import SfuWatch
from parley.contracts.telemetry.meeting import SfuBucket

pytestmark = pytest.mark.integration

METRICS = """# TYPE livekit_participant_total gauge
livekit_participant_total{{node_id="ND_1"}} 24
# TYPE livekit_packet_loss_percent histogram
livekit_packet_loss_percent_sum{{direction="incoming"}} {loss}
livekit_packet_loss_percent_count{{direction="incoming"}} {losses}
# TYPE livekit_forward_latency_ns histogram
livekit_forward_latency_ns_sum 4e+06
livekit_forward_latency_ns_count 10
"""


@asynccontextmanager
async def peer_sfu(*stalls_s: float) -> AsyncIterator[str]:
    """Answers every request; the first ones so many seconds late."""
    waits_s = list(reversed(stalls_s))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(waits_s.pop() if waits_s else 0)
                body = METRICS.format(loss=30, losses=10).encode()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def seen(folder: Path, url: str, metrics_url: str | None) -> tuple[SfuBucket, list[float | None]]:
    database, clock = Database(f"sqlite+aiosqlite:///{folder}/parley.db"), SystemClock()
    await database.migrate()
    answers_s: list[float | None] = []
    watch = SfuWatch(database, clock, url, metrics_url, lambda: True, answers_s.append)
    began = clock.now()
    async with httpx.AsyncClient(timeout=1, trust_env=False) as client:
        await watch.bucket(client, duration_s=0.01)
    async with database.reading() as session:
        (row,) = await sfu_buckets_between(session, began, began + timedelta(minutes=1))
    await database.close()
    body: dict[str, Any] = row.body
    return SfuBucket(start_ms=0, **body), answers_s


async def test_one_that_answers_is_told_with_what_it_says_of_itself(tmp_path: Path) -> None:
    async with peer_sfu() as url:
        bucket, answers_s = await seen(tmp_path, url, f"{url}/metrics")
    assert (bucket.probes, bucket.failed_probes, len(answers_s)) == (1, 0, 1)
    assert bucket.answer_ms is not None
    assert bucket.answer_ms < 500
    assert (bucket.participants, bucket.packet_loss_pct, bucket.forward_latency_ms) == (24, 3.0, 0.4)


async def test_one_that_stopped_for_a_while_kept_its_probe_waiting(tmp_path: Path) -> None:
    async with peer_sfu(0.4) as url:
        bucket, _ = await seen(tmp_path, url, None)
    assert bucket.failed_probes == 0
    assert bucket.answer_ms is not None
    assert bucket.answer_ms >= 400
    assert bucket.participants is None


async def test_one_that_stops_between_two_probes_is_seen_by_what_reads_its_numbers(tmp_path: Path) -> None:
    async with peer_sfu(0.0, 0.4) as url:
        bucket, _ = await seen(tmp_path, url, f"{url}/metrics")
    assert (bucket.probes, bucket.failed_probes, bucket.participants) == (1, 0, 24)
    assert bucket.answer_ms is not None
    assert bucket.answer_ms >= 400


async def test_one_that_is_gone_gives_no_answer(tmp_path: Path) -> None:
    async with peer_sfu() as url:
        pass
    bucket, answers_s = await seen(tmp_path, url, f"{url}/metrics")
    assert (bucket.probes, bucket.failed_probes, bucket.answer_ms) == (1, 1, None)
    assert answers_s == [None]


def test_numbers_are_what_happened_between_two_looks() -> None:
    first = read_look(METRICS.format(loss=30, losses=10), 0.0)
    second = read_look(METRICS.format(loss=42, losses=12), 5.0)
    assert second.since(first) == SfuNumbers(24, 6.0, None, None)
    restarted = read_look(METRICS.format(loss=5, losses=1), 10.0)
    assert restarted.since(second).packet_loss_pct == 5.0
    assert read_look("", 0.0).since(None) == NOTHING
    with pytest.raises(ValueError, match="float"):
        read_look("livekit_participant_total many\n", 0.0)
