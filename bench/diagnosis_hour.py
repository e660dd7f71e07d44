"""How long the answer to "why was it choppy" takes after an hour of 25 people, from the store to the page.

A real backend, one process with SQLite on this disk, over loopback HTTP. Every bucket tells of as many voices
and pictures as a page tells of; one person's upload is bad in the middle.
"""

import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bench.harness.backend_alone import backend_alone
from bench.harness.rows import Row
from parley.backend.telemetry.packing import packed
from parley.contracts.diagnosis import Cause, MeetingDiagnosis
from parley.contracts.telemetry.page import BUCKET_MS, TelemetryBatch, TelemetryBucket
from parley.contracts.telemetry.streams import DownlinkAudio, DownlinkVideo

PEER = ""
PEOPLE, HOUR_MS = 25, 3_600_000
VOICES, PICTURES = 10, 8  # web/src/rtc/telemetry/downlink.ts
LOSSY_PCT = 12.0
ANSWERS = 3
VERDICT_S = 5.0
_GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden" / "TelemetryBatch.a-call.json"


def run() -> list[Row]:
    with (
        tempfile.TemporaryDirectory(prefix="parley-bench-") as name,
        backend_alone(Path(name)) as (url, _),
        httpx.Client(base_url=url, timeout=120, trust_env=False) as http,
    ):
        return _measured(http, Path(name) / "parley.db")


def _measured(http: httpx.Client, database: Path) -> list[Row]:
    created = http.post("/api/meetings", json={}).raise_for_status().json()
    meeting = created["meeting"]["meeting_id"]
    people = [_joined(http, meeting, number) for number in range(PEOPLE)]
    _store(database, meeting, people)
    took_s = []
    for _ in range(ANSWERS):
        began_s = time.monotonic()
        answer = http.get(
            f"/api/meetings/{meeting}/diagnosis", headers={"authorization": f"Bearer {created['host_key']}"}
        )
        took_s.append(time.monotonic() - began_s)
    first = MeetingDiagnosis.model_validate_json(answer.raise_for_status().content).findings[0]
    if (first.cause, first.who) != (Cause.UPLINK, people[0]):
        raise SystemExit(f"The verdict was wrong: {first}")
    return [
        Row("people", "people", PEOPLE),
        Row("buckets", "buckets", PEOPLE * HOUR_MS // BUCKET_MS),
        Row("answer, longest of 3", "s", max(took_s), goal=VERDICT_S),
        Row("answer", "kB", len(answer.content) / 1000),
    ]


def _joined(http: httpx.Client, meeting: str, number: int) -> str:
    answer = http.post(f"/api/meetings/{meeting}/join", json={"name": f"Person {number}"})
    return str(answer.raise_for_status().json()["identity"])


def _store(database: Path, meeting: str, people: Sequence[str]) -> None:
    """Past the intake, which takes nothing that is an hour old."""
    batch = TelemetryBatch.model_validate_json(_GOLDEN.read_text())
    plain = batch.buckets[0]
    plain = plain.model_copy(update={"reconnects": [], "subscriber": plain.publisher, "uplink_video": []})
    marks = json.dumps(batch.marks.model_dump(mode="json"))
    count = HOUR_MS // BUCKET_MS
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    with closing(sqlite3.connect(database, timeout=30)) as store, store:
        for key, who in enumerate(people, start=1):
            store.execute(
                "INSERT INTO telemetry_pages (page_key, meeting_id, participant, page_id, marks, offset_ms,"
                " last_sequence, last_end_ms, received_at) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
                (key, meeting, who, f"page-of-{key:08}", marks, count - 1, HOUR_MS, now),
            )
            store.executemany(
                "INSERT INTO telemetry_buckets (page_key, sequence, body) VALUES (?, ?, ?)",
                ((key, index, packed(_bucket(plain, index, who, people))) for index in range(count)),
            )


def _bucket(plain: TelemetryBucket, index: int, who: str, people: Sequence[str]) -> TelemetryBucket:
    is_lossy = HOUR_MS // 3 < index * BUCKET_MS < HOUR_MS // 2
    others = [other for other in people if other != who]

    def sound_of(speaker: str) -> DownlinkAudio:
        loss_pct = LOSSY_PCT if is_lossy and speaker == people[0] else 0.0
        told = {"speaker": speaker, "packets": 250, "loss_pct": loss_pct, "concealed_pct": loss_pct / 2}
        return plain.downlink_audio[0].model_copy(update=told)

    def picture_of(speaker: str) -> DownlinkVideo:
        told = {"speaker": speaker, "kbps": random.uniform(200, 900), "freezes": 0, "freeze_ms": 0.0}
        return plain.downlink_video[0].model_copy(update=told)

    sent = plain.uplink_audio
    own_loss_pct = LOSSY_PCT if is_lossy and who == people[0] else 0.0
    return plain.model_copy(
        update={
            "sequence": index,
            "start_ms": index * BUCKET_MS,
            "duration_ms": BUCKET_MS,
            "away_ms": 0.0,
            "uplink_audio": sent and sent.model_copy(update={"loss_pct": own_loss_pct}),
            "downlink_audio": [sound_of(speaker) for speaker in others[:VOICES]],
            "downlink_video": [picture_of(speaker) for speaker in others[:PICTURES]],
        }
    )
