"""structlog as JSON lines on standard error, for the worker, its jobs and the engine host.

LiveKit's own lines come out in the same shape, with only those extra fields that hold no names or words. An
exception is told by its type and place: its message may quote what was said, as pydantic's do.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

import structlog
from structlog.typing import EventDict, WrappedLogger

_OWN_LOGGERS = "parley"
_FOREIGN_FIELDS = ("job_id", "dispatch_id", "room", "id", "retry_count", "exitcode", "pid", "reason")
_FRAME = re.compile(r'^ +File "([^"\n]+)", line (\d+)', re.MULTILINE)
_LIBRARIES = "site-packages"
_CHATTY = ("httpx", "httpcore", "asyncio")


def configure_logs() -> None:
    """Sets up a process that writes its own lines: the worker, the engine host."""
    configure_job_logs()
    logging.raiseExceptions = False  # its complaint of a record that cannot be written would quote the record
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
            _only_type_and_place,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _only_type_and_place(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: what `exc_info` may hold is told without its message."""
    given = event.pop("exc_info", None)
    problem = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if problem is not None:
        event.update(_told(problem))
    return event


def _told(problem: BaseException) -> dict[str, str]:
    told = {"exc_type": type(problem).__name__}
    frames = traceback.extract_tb(problem.__traceback__)
    return told | _place([(frame.filename, str(frame.lineno)) for frame in frames])


def _place(frames: list[tuple[str, str]]) -> dict[str, str]:
    """The innermost file and line that are not a library's."""
    ours = [frame for frame in frames if _LIBRARIES not in frame[0]] or frames
    return {"exc_at": ":".join(ours[-1])} if ours else {}


class _JsonLines(logging.Formatter):
    """Passes our own rendered lines on and puts everybody else's into the same shape."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if record.name.startswith(_OWN_LOGGERS):
            return message
        # A job's record comes with its traceback in the text, asyncio's with the exception's own words.
        first, _, rest = message.partition("\n")
        line = {
            "event": first,
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        for name in _FOREIGN_FIELDS:
            if (value := getattr(record, name, None)) is not None:
                line[name] = str(value)
        if record.exc_info and record.exc_info[1] is not None:
            line |= _told(record.exc_info[1])
        else:
            line |= _place(_FRAME.findall(rest))
        return json.dumps(line)
