"""Puts how a job's work goes into its outbox, every five seconds."""

import asyncio
import time
from collections.abc import Callable

import psutil

from parley.agent.engines.ports import SpeechToText
from parley.agent.listening.ears import Ears
from parley.agent.outbox.recorder import Recorder
from parley.agent.telemetry.instruments import Instruments
from parley.agent.telemetry.worklog import Standing, Worklog
from parley.contracts.budgets import VoiceStage
from parley.contracts.ingest import TelemetryRecord
from parley.contracts.telemetry.page import BUCKET_MS

INTERVAL_S = BUCKET_MS / 1000


class WorkReports:
    """Args: at: A monotonic moment on the meeting clock; None before that is known."""

    def __init__(
        self,
        ears: Ears,
        speech_to_text: SpeechToText,
        recorder: Recorder,
        at: Callable[[float], int | None],
        instruments: Instruments,
    ) -> None:
        self._ears = ears
        self._speech_to_text = speech_to_text
        self._recorder = recorder
        self._at = at
        self._instruments = instruments
        self._worklog = Worklog()

    def note_final(self, spoken_s: float, now_s: float) -> None:
        """The final of what was said until then has come."""
        self._worklog.note(now_s - spoken_s)
        self._instruments.tracing.span(VoiceStage.SPEECH_TO_TEXT, spoken_s, now_s)

    async def run(self) -> None:
        """Reports until cancelled."""
        psutil.cpu_percent()  # the first call tells nothing: it begins to count
        started_s = time.monotonic()
        while True:
            await asyncio.sleep(INTERVAL_S)
            start_s, started_s = started_s, time.monotonic()
            start_ms = self._at(start_s)
            if start_ms is not None:  # else nobody knows yet when this is
                duration_ms = max(1, round(1000 * (started_s - start_s)))
                bucket = self._worklog.bucket(start_ms, duration_ms, self._standing(started_s))
                self._recorder.record(TelemetryRecord(type="telemetry", bucket=bucket))

    def _standing(self, now_s: float) -> Standing:
        engine = self._speech_to_text.status().engine
        return Standing(
            waits_s=self._ears.oldest_wait_s(now_s),
            open_utterances=len(self._ears.open_utterances),
            engine=None if engine is None else engine.name,
            usage=self._ears.meter.totals(),
            is_behind=self._ears.is_behind(now_s) or self._recorder.is_delayed,
            cpu_pct=psutil.cpu_percent(),
            worker_load=self._instruments.worker_load(),
        )
