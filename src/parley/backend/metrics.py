"""What the backend counts for operators; docs/operations/metrics.md says what to read from it."""

from prometheus_client import Counter, Histogram

from parley.backend.request_log import AnsweredRequest
from parley.contracts.budgets import AudioStage
from parley.contracts.telemetry.page import TelemetryBucket
from parley.instruments.exposition import new_registry
from parley.instruments.stages import StageHistograms

_ANSWER_BOUNDS_S = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)


class Metrics:
    """Attributes: registry: All of them, for whoever serves them."""

    def __init__(self) -> None:
        self.registry = new_registry()
        self._requests = Histogram(
            "parley_http_request_seconds",
            "Seconds from a request's head to the end of its answer.",
            ["method", "route", "status"],
            registry=self.registry,
            buckets=_ANSWER_BOUNDS_S,
        )
        self._batches = Counter(
            "parley_telemetry_batches", "Batches of telemetry that were taken.", registry=self.registry
        )
        self._refused = Counter(
            "parley_telemetry_refused_batches",
            "Batches of telemetry that were not taken, by the code of the error.",
            ["code"],
            registry=self.registry,
        )
        self._sfu_answers = Histogram(
            "parley_sfu_answer_seconds",
            "Seconds until the SFU gives a sign of life.",
            registry=self.registry,
            buckets=_ANSWER_BOUNDS_S,
        )
        self._sfu_silences = Counter(
            "parley_sfu_failed_probes", "Times that the SFU gave none in time.", registry=self.registry
        )
        self._stages = StageHistograms(self.registry, AudioStage)

    def request_answered(self, request: AnsweredRequest) -> None:
        labels = (request.method, request.route, str(request.status))
        self._requests.labels(*labels).observe(request.end_s - request.start_s)

    def telemetry_taken(self, buckets: list[TelemetryBucket]) -> None:
        self._batches.inc()
        for bucket in buckets:
            stages = bucket.stages
            self._stages.observe_ms(AudioStage.CAPTURE, stages.capture_ms)
            self._stages.observe_ms(AudioStage.ON_DEVICE_AI, stages.on_device_ai_ms)
            self._stages.observe_ms(AudioStage.ENCODE, stages.encode_ms)
            self._stages.observe_ms(AudioStage.NETWORK, stages.network_ms)
            self._stages.observe_ms(AudioStage.PLAYOUT, stages.playout_ms)
            for heard in bucket.downlink_audio:
                self._stages.observe_ms(AudioStage.JITTER_BUFFER, heard.jitter_buffer_ms)

    def telemetry_refused(self, code: str) -> None:
        self._refused.labels(code).inc()

    def sfu_answered(self, answer_s: float | None) -> None:
        """Args: answer_s: None: it did not, in time."""
        if answer_s is None:
            self._sfu_silences.inc()
        else:
            self._sfu_answers.observe(answer_s)
