"""structlog as JSON lines on standard error, for the worker, its jobs and the engine host.

LiveKit's own lines come out in the same shape, with only those extra fields that hold no names or words.
"""

import json
import logging
import sys
from datetime import UTC, datetime

import structlog

_OWN_LOGGERS = "parley"
_FOREIGN_FIELDS = ("job_id", "dispatch_id", "room", "id", "retry_count", "exitcode", "pid", "reason")
_CHATTY = ("httpx", "httpcore", "asyncio")


def configure_logs() -> None:
    """Sets up a process that writes its own lines: the worker, the engine host."""
    configure_job_logs()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def configure_job_logs() -> None:
    """Renders our lines to JSON; LiveKit Agents carries a job's log records to the worker as text."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class _JsonLines(logging.Formatter):
    """Passes our own rendered lines on and puts everybody else's into the same shape."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if record.name.startswith(_OWN_LOGGERS):
            return message
        line = {
            "event": message,
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        for name in _FOREIGN_FIELDS:
            if (value := getattr(record, name, None)) is not None:
                line[name] = str(value)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)
