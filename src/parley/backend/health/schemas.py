"""What operators and their probes are told."""

from enum import StrEnum

from parley.contracts.ingest import EngineHealth
from parley.contracts.wire import WireModel


class Liveness(WireModel):
    is_alive: bool


class CheckName(StrEnum):
    DATABASE = "database"
    SFU = "sfu"
    RECONCILER = "reconciler"
    AGENT_WORKERS = "agent_workers"


class Check(WireModel):
    """One thing the backend stands on; `problem` is a sentence for operators when it is not well."""

    name: CheckName
    is_ok: bool
    problem: str | None


class ReadyStatus(StrEnum):
    READY = "ready"
    UNREADY = "unready"


class AiReadiness(StrEnum):
    """Whether a meeting that starts now gets captions; calls work either way."""

    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"


class Readiness(WireModel):
    """Ready means that people can meet: database, SFU and reconciler work. AI that is missing is told apart.

    Attributes:
        workers: How many reported lately.
        engines: Of all workers that reported lately; each once.
    """

    is_ready: bool
    status: ReadyStatus
    ai: AiReadiness
    checks: list[Check]
    workers: int
    engines: list[EngineHealth]
