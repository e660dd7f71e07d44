"""How long the backend takes for a batch of telemetry, with 300 people in one meeting.

A real backend (one process, SQLite on this disk, as `parley up` runs it) over loopback HTTP; its SFU, in
memory, has no part in this. Each person sends three full buckets, of as many voices and pictures as a page
tells of, every 15 s; people came at different moments, so that is 20 batches a second. Then as in a call,
where each page also asks every 15 s what is wrong on its own side. Then all tell at the same moment, as after
an SFU's restart.
"""

import asyncio
import gzip
import json
import math
import random
import secrets
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import psutil

from bench.harness.backend_alone import backend_alone
from bench.harness.rows import Row

PEER = ""
PEOPLE = 300
EVERY_S = 15.0
ROUNDS = 2
ROWS = {"downlink_audio": 10, "downlink_video": 8}  # web/src/rtc/telemetry/downlink.ts
BUCKET_KB = 1.5  # gzipped
P95_MS = 50.0
_GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden" / "TelemetryBatch.a-call.json"


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder, backend_alone(Path(folder)) as served:
        url, process = served
        return asyncio.run(_measured(url, process))


async def _measured(url: str, process: psutil.Process) -> list[Row]:
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        meeting = (await http.post("/api/meetings", json={})).json()["meeting"]["meeting_id"]
        joined = [await _joined(http, meeting, number) for number in range(PEOPLE)]
    people = [_Person(proof, [identity for _, identity in joined]) for proof, identity in joined]
    # httpx looks through all of its connections at each request: for 300 at once it took 3.5 s of CPU, twice
    # what the backend did, and was what was measured. This one takes 0.3 s. A page's connection is a new one
    # each time, too: the backend closes those that are silent for 5 s.
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(url, connector=connector) as pages:
        cpu_s, began_s = _cpu_s(process), time.monotonic()
        spread = [
            answer_ms
            for turn in range(ROUNDS)
            for answer_ms in await asyncio.gather(
                *(person.sends(pages, meeting, random.uniform(0, EVERY_S), turn) for person in people)
            )
        ]
        busy = (_cpu_s(process) - cpu_s) / (time.monotonic() - began_s)
        asking = [asyncio.create_task(person.asks(pages, meeting)) for person in people]
        asked = await asyncio.gather(
            *(person.sends(pages, meeting, random.uniform(0, EVERY_S), ROUNDS) for person in people)
        )
        answers = await asyncio.gather(*asking)
        together = await asyncio.gather(*(person.sends(pages, meeting, 0, ROUNDS + 1) for person in people))
    return [
        Row("people", "people", PEOPLE),
        Row("batch", "kB", len(people[0].body(0)) / 1000),
        Row("bucket, gzipped", "kB", people[0].bucket_gzipped_bytes / 1000, goal=BUCKET_KB),
        Row("intake p50", "ms", _quantile(spread, 0.5)),
        Row("intake p95", "ms", _quantile(spread, 0.95), goal=P95_MS),
        Row("intake max", "ms", max(spread)),
        Row("backend", "% of a core", 100 * busy),
        Row("all ask for their own quality too: intake p95", "ms", _quantile(asked, 0.95), goal=P95_MS),
        Row("their answers p95", "ms", _quantile(answers, 0.95)),
        Row("all at once: p95", "ms", _quantile(together, 0.95)),
    ]


class _Person:
    """A page that was opened an hour ago by its own clock."""

    def __init__(self, resume_secret: str, identities: list[str]) -> None:
        self._proof = {"authorization": f"Bearer {resume_secret}"}
        self._batch: dict[str, Any] = json.loads(_GOLDEN.read_text())
        plain = self._batch["buckets"][0] | {"reconnects": []}
        for rows, count in ROWS.items():
            plain[rows] = [
                {name: _varied(value) for name, value in plain[rows][0].items()} | {"speaker": identity}
                for identity in identities[:count]
            ]
        self._bucket = plain
        self._batch["resume_secret"] = resume_secret
        self._batch["page_id"] = secrets.token_hex(8)

    @property
    def bucket_gzipped_bytes(self) -> int:
        """Of the largest that a page makes."""
        return len(gzip.compress(json.dumps(self._bucket, separators=(",", ":")).encode()))

    def body(self, turn: int) -> bytes:
        """What the page sends in this turn."""
        start_ms = 3_600_000 + turn * 15_000
        buckets = [
            self._bucket
            | {"sequence": 3 * turn + place, "start_ms": start_ms + 5000 * place, "duration_ms": 5000}
            for place in range(3)
        ]
        return json.dumps(self._batch | {"buckets": buckets, "sent_at_ms": start_ms + 15_000}).encode()

    async def sends(self, pages: aiohttp.ClientSession, meeting: str, after_s: float, turn: int) -> float:
        """Milliseconds until the answer."""
        body = self.body(turn)
        await asyncio.sleep(after_s)
        began_s = time.monotonic()
        path, headers = f"/api/meetings/{meeting}/telemetry", {"content-type": "application/json"}
        async with pages.post(path, data=body, headers=headers) as answer:
            if answer.status != 204:
                raise SystemExit(f"The backend refused a batch: {answer.status} {await answer.text()}")
        return 1000 * (time.monotonic() - began_s)

    async def asks(self, pages: aiohttp.ClientSession, meeting: str) -> float:
        """What is wrong on its own side, once within the 15 s. Milliseconds until the answer."""
        await asyncio.sleep(random.uniform(0, EVERY_S))
        began_s = time.monotonic()
        path = f"/api/meetings/{meeting}/me/quality"
        async with pages.get(path, headers=self._proof, raise_for_status=True) as answer:
            await answer.read()
        return 1000 * (time.monotonic() - began_s)


def _varied(value: object) -> object:
    """Numbers as a real call's, which do not repeat and so do not compress away."""
    if isinstance(value, float):
        return round(value * random.uniform(0.5, 1.5), 1)
    return (
        random.randrange(2 * value + 1) if isinstance(value, int) and not isinstance(value, bool) else value
    )


async def _joined(http: httpx.AsyncClient, meeting: str, number: int) -> tuple[str, str]:
    """The person's resume secret and identity; nobody enters the room, of which telemetry knows nothing."""
    answer = await http.post(f"/api/meetings/{meeting}/join", json={"name": f"Person {number}"})
    joined = answer.raise_for_status().json()
    return str(joined["resume_secret"]), str(joined["identity"])


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _quantile(values: list[float], quantile: float) -> float:
    return sorted(values)[math.ceil(quantile * len(values)) - 1]
