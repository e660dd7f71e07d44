"""What operators get of a process: metrics by HTTP, spans at a collector."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from parley.contracts.budgets import VoiceStage
from parley.instruments.exposition import exposed, new_registry
from parley.instruments.stages import StageHistograms
from parley.instruments.tracing import Tracing
from tests.unit.backend.house import House, open_house

pytestmark = pytest.mark.integration


class Collector(HTTPServer):
    """Takes traces as any OTLP/HTTP collector does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.taken: list[ExportTraceServiceRequest] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def spans(self) -> dict[str, dict[str, object]]:
        """Attributes by name."""
        found = [
            span
            for request in self.taken
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]
        return {
            span.name: {one.key: one.value.string_value or one.value.int_value for one in span.attributes}
            for span in found
        }


class _Door(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/v1/traces":
            self.server.taken.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: object) -> None: ...


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_metrics_are_served_while_they_are_wanted() -> None:
    registry = new_registry()
    StageHistograms(registry, [VoiceStage.SPEECH_TO_TEXT]).observe_ms(VoiceStage.SPEECH_TO_TEXT, 700)
    with exposed(registry, "127.0.0.1", 0) as port:
        text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    assert "parley_voice_speech_to_text_seconds_sum 0.7" in text
    assert "process_cpu_seconds_total" in text
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")
    with exposed(registry, "127.0.0.1", None) as port:
        assert port is None


def test_a_stage_is_a_span_of_its_name_and_length(collector: Collector) -> None:
    tracing = Tracing("parley-agent", collector.url)
    now_s = time.monotonic()
    tracing.span(VoiceStage.SPEECH_TO_TEXT, now_s - 1.5, now_s)
    tracing.close()
    (request,) = collector.taken
    (span,) = request.resource_spans[0].scope_spans[0].spans
    assert span.name == "speech_to_text"
    assert (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9 == pytest.approx(1.5, abs=0.05)
    assert abs(time.time_ns() - span.end_time_unix_nano) < 60e9


async def test_requests_are_traced_by_their_route_and_name_nobody(
    collector: Collector, tmp_path: Path
) -> None:
    async with open_house(tmp_path, otlp_endpoint=collector.url) as house:
        meeting_id = await _meet(house)
    spans = collector.spans()
    assert set(spans) == {"POST /api/meetings", "POST /api/meetings/{meeting_id}/join"}
    assert spans["POST /api/meetings"]["status"] == 201
    assert not any(canary in str(spans) for canary in (meeting_id, "Zacharias"))


async def test_the_backend_counts_its_requests(tmp_path: Path) -> None:
    async with open_house(tmp_path, backend_metrics_port=0) as house:
        await _meet(house)
        await house.http.request("BREW", "/api/nothing")
        metrics = house.services.metrics.registry
        labels = {"method": "POST", "route": "/api/meetings", "status": "201"}
        assert metrics.get_sample_value("parley_http_request_seconds_count", labels) == 1
        counted = [family for family in metrics.collect() if family.name == "parley_http_request_seconds"]
        methods = {sample.labels["method"] for family in counted for sample in family.samples}
        assert methods == {"POST", "-"}  # whatever a caller makes up is no label


async def _meet(house: House) -> str:
    made = await house.meet()
    await house.join(made.meeting.meeting_id, "Zacharias")
    return made.meeting.meeting_id
