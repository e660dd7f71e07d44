"""Spans of what took time, sent by OTLP over HTTP if an operator has named where to.

The tracer is our own, not the process's global one: LiveKit Agents writes what people said into spans of its.
Attributes are few-valued words and ids of requests, leases and meetings; never what was said, nor by whom.
"""

import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_log = structlog.get_logger()

EXPORT_TIMEOUT_S = 2
_TRACES_PATH = "/v1/traces"


class Tracing:
    """Args: service: Name of the process. endpoint: Base URL of a collector; None: nothing is traced."""

    def __init__(self, service: str, endpoint: str | None) -> None:
        self._provider = None if endpoint is None else _provider(service, endpoint)
        self._tracer = None if self._provider is None else self._provider.get_tracer("parley")

    def span(self, name: str, start_s: float, end_s: float, **attributes: str | int) -> None:
        """Something that is over. Times are of this process's monotonic clock."""
        if self._tracer is None:
            return
        span = self._tracer.start_span(name, start_time=_wall_ns(start_s), attributes=attributes)
        span.end(_wall_ns(end_s))

    def close(self) -> None:
        """Send what is left. Takes as long as one export."""
        if self._provider is not None:
            self._provider.shutdown()


NO_TRACING = Tracing("", None)


def _provider(service: str, endpoint: str) -> "TracerProvider":
    # Imported where it is wished for: it takes 0.3 s and 10 MB that most processes never need.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    exporter = OTLPSpanExporter(
        endpoint=endpoint.rstrip("/").removesuffix(_TRACES_PATH) + _TRACES_PATH, timeout=EXPORT_TIMEOUT_S
    )
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _log.info("tracing_started", service=service)
    return provider


def _wall_ns(monotonic_s: float) -> int:
    return time.time_ns() - round((time.monotonic() - monotonic_s) * 1e9)
