"""Finds coturn, and asks a running one whether it answers."""

import asyncio
import re
import shutil
import subprocess
from pathlib import Path

from parley.stack.errors import CoturnMissing
from parley.stack.turn.messages import MessageError, Method, new_transaction_id, parse, request

COTURN_AT_LEAST = (
    4,
    6,
)  # the first with every option that is set here; what is known of it was measured on 4.6.1
INSTALL = "apt-get install coturn && systemctl disable --now coturn"  # its own service would hold port 3478
_VERSION_WITHIN_S = 10.0
_ANSWERS_WITHIN_S = 1.0


def find_coturn(chosen: Path | None) -> tuple[Path, str]:
    """A turnserver that is new enough, and its version.

    Args:
        chosen: PARLEY_TURNSERVER: if given, no other is looked for.

    Raises:
        CoturnMissing: None found, or it is too old.
    """
    found = str(chosen) if chosen else shutil.which("turnserver")
    if found is None:
        raise CoturnMissing("coturn is not installed, which --turn needs", INSTALL)
    mend = "unset PARLEY_TURNSERVER, or name another with it" if chosen else INSTALL
    version = _version(found)
    if version is None:
        raise CoturnMissing(f"{found} is no turnserver that runs", mend)
    if tuple(int(part) for part in version.split(".")[:2]) < COTURN_AT_LEAST:
        wanted = ".".join(str(part) for part in COTURN_AT_LEAST)
        raise CoturnMissing(f"{found} is coturn {version}, and {wanted} or newer is needed", mend)
    return Path(found), version


async def answers_stun(address: str, port: int) -> bool:
    """Whether a STUN server answers there by UDP. Never raises."""
    loop = asyncio.get_running_loop()
    transaction_id = new_transaction_id()
    try:
        async with asyncio.timeout(_ANSWERS_WITHIN_S):
            transport, protocol = await loop.create_datagram_endpoint(
                _FirstAnswer, remote_addr=(address, port)
            )
            try:
                transport.sendto(request(Method.BINDING, transaction_id))
                answer = parse(await protocol.answer)
            finally:
                transport.close()
    except (OSError, TimeoutError, MessageError):
        return False
    return answer.is_success and answer.transaction_id == transaction_id


class _FirstAnswer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - asyncio's signature
        if not self.answer.done():
            self.answer.set_result(data)

    def error_received(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


def _version(binary: str) -> str | None:
    """What `--version` says, or None if this is no turnserver."""
    try:
        answer = subprocess.run(  # noqa: S603 - the operator's own choice of binary
            [binary, "--version"],
            capture_output=True,
            text=True,
            timeout=_VERSION_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"^(\d+\.\d+(?:\.\d+)*)\s*$", answer.stdout, re.MULTILINE)
    return match[1] if match else None
