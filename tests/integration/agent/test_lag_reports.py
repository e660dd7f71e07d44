"""Lags from a job's process to its worker's."""

import json
import socket
from pathlib import Path

import pytest

from parley.agent.lag_reports import LagBoard, LagReporter
from parley.agent.strain import FEW_FINALS
from tests.integration.agent.conftest import eventually

pytestmark = pytest.mark.integration


async def test_late_finals_of_several_jobs_strain_their_worker(tmp_path: Path) -> None:
    board = LagBoard()
    transport = await board.listen(tmp_path / "lags.sock")
    jobs = [LagReporter(tmp_path / "lags.sock") for _ in range(FEW_FINALS)]
    try:
        assert not board.is_strained
        for job in jobs:
            job.send([3.0], None)
        await eventually(lambda: board.is_strained)
    finally:
        transport.close()
        for job in jobs:
            job.close()


async def test_a_job_goes_on_when_nobody_listens_and_a_worker_when_it_is_told_nonsense(
    tmp_path: Path,
) -> None:
    job = LagReporter(tmp_path / "lags.sock")
    job.send([1.0], 0.5)
    job.close()
    board = LagBoard()
    transport = await board.listen(tmp_path / "lags.sock")
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:
            for said in (
                b"",
                b"\xff",
                b"{}",
                b"7",
                b'["x"]',
                json.dumps([[3_000] * FEW_FINALS, None]).encode(),
            ):
                stranger.sendto(said, str(tmp_path / "lags.sock"))
        await eventually(lambda: board.is_strained)
    finally:
        transport.close()
