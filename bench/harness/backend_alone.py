"""A real backend on loopback whose SFU is in memory: `python -m bench.harness.backend_alone PORT FOLDER`."""

import sys
from pathlib import Path

import uvicorn
from pydantic import SecretStr

from parley.backend.app import create_app
from parley.backend.logs import configure_logging
from parley.backend.settings import Settings
from parley.backend.sfu.fake import FakeSfu

JOINS_PER_MINUTE = 10_000  # everybody of a bench comes from one address


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
    uvicorn.run(app, host=settings.host, port=port, log_config=None, access_log=False, ws="none")


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
