"""A real backend on loopback whose SFU is in memory, in a process of its own (`… PORT FOLDER`)."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import uvicorn
from pydantic import SecretStr

from parley.backend.app import create_app
from parley.backend.garbage import search_rarely
from parley.backend.logs import configure_logging
from parley.backend.settings import Settings
from parley.backend.sfu.fake import FakeSfu
from parley.stack.ports import free_port

JOINS_PER_MINUTE = 10_000  # everybody of a bench comes from one address
_READY_WITHIN_S = 30.0


@contextmanager
def backend_alone(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Its address and its process; the database is `folder`/parley.db."""
    port = free_port("127.0.0.1")
    with (folder / "backend.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.harness.backend_alone", str(port), str(folder)],
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _await_ready(url, process)
        yield url, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _await_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    until_s = time.monotonic() + _READY_WITHIN_S
    while process.poll() is None and time.monotonic() < until_s:
        try:
            httpx.get(f"{url}/healthz", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The backend did not start.")


def serve(port: int, folder: Path) -> None:
    configure_logging()
    settings = Settings(
        port=port,
        database_url=f"sqlite+aiosqlite:///{folder}/parley.db",
        sfu_api_key="key-of-bench",
        sfu_api_secret=SecretStr("s" * 32),
        service_token=SecretStr("t" * 32),
        joins_per_minute=JOINS_PER_MINUTE,
    )
    app = create_app(settings, sfu=FakeSfu())
    search_rarely()
    uvicorn.run(app, host=settings.host, port=port, log_config=None, access_log=False, ws="none")


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
