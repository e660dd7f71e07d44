"""Which ports are free, and a plain word about those that are not."""

import contextlib
import errno
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from parley.stack.errors import PortInUse, StackError

Protocol = Literal["tcp", "udp"]


@dataclass(frozen=True)
class Listener:
    """A port this stack is about to open.

    Attributes:
        purpose: What listens there, for people.
        mend: How to choose another, e.g. `--port or PARLEY_PORT`.
        host: Address it binds; empty for all.
    """

    purpose: str
    mend: str
    host: str
    port: int
    protocol: Protocol = "tcp"


def free_port(host: str, protocol: Protocol = "tcp") -> int:
    """A port nobody listens on right now. Nothing keeps it free: open it soon."""
    with _socket(protocol) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(listener: Listener) -> None:
    """Nothing, if the port can be opened.

    Raises:
        PortInUse: Another program has it.
        StackError: The address is not this machine's, or the port needs rights that we lack.
    """
    with _socket(listener.protocol) as probe:
        if listener.protocol == "tcp":
            # As the servers do: a port whose last connections linger in TIME_WAIT counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listener.host, listener.port))
            if listener.protocol == "tcp":
                probe.listen(1)
        except PermissionError as error:
            raise StackError(
                f"Port {listener.port} ({listener.purpose}) needs root's rights; "
                f"choose one from 1024 on with {listener.mend}."
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise StackError(
                    f"Cannot listen on {listener.host}, port {listener.port} ({listener.purpose}): "
                    f"{error.strerror}."
                ) from error
            holder = _holder(listener)
            by = f" by {_named(holder)}" if holder else ""
            raise PortInUse(
                f"Port {listener.port} ({listener.purpose}) is in use{by}",
                f"stop that, or choose another with {listener.mend}",
                holder.pid if holder else None,
            ) from error


def _socket(protocol: Protocol) -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)


def _named(holder: psutil.Process) -> str:
    """A program for people: one that a Parley started is stopped by stopping that."""
    name = f"{holder.name()} (process {holder.pid})"
    with contextlib.suppress(psutil.Error):
        for one in holder.parents():
            if any(Path(argument).name == "parley" for argument in one.cmdline()[:2]):
                return f"{name} of the Parley that is process {one.pid}"
    return name


def _holder(listener: Listener) -> psutil.Process | None:
    """Who listens there; None when the system does not tell."""
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections(kind=f"{listener.protocol}4"):
            is_listening = listener.protocol == "udp" or connection.status == psutil.CONN_LISTEN
            if (
                connection.laddr
                and connection.laddr.port == listener.port
                and is_listening
                and connection.pid
            ):
                holder = psutil.Process(connection.pid)
                holder.name()  # psutil keeps it: what ends now can still be named
                return holder
    return None
