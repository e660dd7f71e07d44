"""A real coturn on free ports of loopback, configured as the stack configures it."""

import asyncio
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from parley.stack.credentials import write_private
from parley.stack.errors import CoturnMissing
from parley.stack.plan import TlsFiles
from parley.stack.ports import free_port
from parley.stack.turn.config import coturn_config
from parley.stack.turn.coturn import answers_stun, find_coturn
from parley.stack.turn.plan import TurnPlan
from parley.stack.turn.probe import Target

LOOPBACK = "127.0.0.1"
SECRET = "secret-of-tests-" + "t" * 32
START_WITHIN_S = 30.0


@dataclass(frozen=True)
class Relay:
    plan: TurnPlan
    process: psutil.Process
    certificate: Path

    @property
    def target(self) -> Target:
        """What the probe needs to know of it."""
        return Target(
            host=self.plan.host,
            udp_port=self.plan.udp_port,
            tls_port=self.plan.tls_port,
            peers=self.plan.peers,
            secret=self.plan.secret,
            authority=self.certificate,
        )


def planned() -> TurnPlan:
    return TurnPlan(
        host=LOOPBACK,
        address=LOOPBACK,
        udp_port=free_port(LOOPBACK, "udp"),
        tls_port=free_port(LOOPBACK),
        peers=(LOOPBACK,),
        secret=SECRET,
    )


@contextmanager
def running_relay(
    folder: Path, tls: TlsFiles, more: Sequence[str] = (), without: Sequence[str] = ()
) -> Iterator[Relay]:
    """The stack's own configuration, with lines added, and with lines left out that begin with `without`."""
    try:
        binary, _ = find_coturn(None)
    except CoturnMissing as missing:
        pytest.skip(str(missing))
    plan = planned()
    lines = [line for line in coturn_config(plan, tls, folder) if not line.startswith(tuple(without))]
    write_private(folder / "turnserver.conf", "\n".join([*lines, *more]) + "\n")
    with (folder / "coturn.log").open("ab") as log:
        process = subprocess.Popen(
            [binary, "-c", folder / "turnserver.conf"], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        deadline_s = time.monotonic() + START_WITHIN_S
        while not asyncio.run(answers_stun(plan.address, plan.udp_port)):
            if process.poll() is not None or time.monotonic() > deadline_s:
                raise RuntimeError((folder / "coturn.log").read_text()[-2000:])
            time.sleep(0.05)
        yield Relay(plan, psutil.Process(process.pid), tls.cert)
    finally:
        process.kill()
        process.wait()
