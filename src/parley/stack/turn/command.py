"""`parley probe-turn`: whether a relay refuses what it must. For the one of this stack, and for one's own."""

import argparse
import ipaddress
import json
import ssl
import sys
from pathlib import Path

from pydantic import ValidationError

from parley.refused_settings import refused_settings
from parley.stack.errors import StackError
from parley.stack.settings import StackSettings
from parley.stack.turn.probe import Target, probe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "host", nargs="?", help="name of a coturn of your own; without it, the one of `parley up --turn` here"
    )
    parser.add_argument("--port", type=_port, default=3478, metavar="N", help="its UDP port (default 3478)")
    parser.add_argument(
        "--tls-port", type=_port, metavar="N", help="its port of TURN over TLS, if it has one"
    )
    parser.add_argument(
        "--secret-file", type=Path, metavar="FILE", help="file that holds its static-auth-secret"
    )
    parser.add_argument(
        "--peer", action="append", default=[], metavar="ADDRESS", help="address of an SFU that it relays to"
    )
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="certificate (PEM) to trust, if it is your own"
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="FOLDER", help="folder of `parley up` (default data/)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every check; 0 if and only if all are fine."""
    try:
        target = _elsewhere(arguments) if arguments.host else _of_stack(arguments)
    except StackError as error:
        sys.stderr.write(f"parley: {error}\n")
        return 2
    failures = 0
    for check in probe(target):
        failures += not check.is_fine
        sys.stdout.write(f"{'ok    ' if check.is_fine else 'FAILED'}  {check.what:<52} {check.detail}\n")
        sys.stdout.flush()
    sys.stdout.write("\nIt refuses what it must.\n" if not failures else f"\n{failures} failed: see above.\n")
    return 1 if failures else 0


def _elsewhere(arguments: argparse.Namespace) -> Target:
    if not arguments.secret_file or not arguments.peer:
        raise StackError(
            "A relay of your own needs --secret-file FILE (its static-auth-secret) and --peer ADDRESS "
            "(the SFU's)."
        )
    return Target(
        host=arguments.host,
        udp_port=arguments.port,
        tls_port=arguments.tls_port,
        peers=tuple(_numeric(peer) for peer in arguments.peer),
        secret=_text(arguments.secret_file, "name the file that holds its static-auth-secret").strip(),
        authority=_authority(arguments.ca),
    )


def _of_stack(arguments: argparse.Namespace) -> Target:
    """What the last start told livekit-server, in JSON: the relay, its secret, the SFU's address."""
    try:
        written = (arguments.data_dir or StackSettings().data_dir) / "livekit.yaml"
    except ValidationError as error:
        raise StackError(refused_settings(error)[0]) from error
    try:
        rtc = json.loads(_text(written, "start with `parley up --turn`, or name its --data-dir or a HOST"))[
            "rtc"
        ]
        ports = {server["protocol"]: server for server in rtc["turn_servers"]}
        return Target(
            host=ports["udp"]["host"],
            udp_port=ports["udp"]["port"],
            tls_port=ports["tls"]["port"] if "tls" in ports else None,
            peers=(rtc["node_ip"],),
            secret=ports["udp"]["secret"],
            authority=_authority(arguments.ca),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StackError(
            f"{written} names no relay: start with `parley up --turn`, or name a HOST."
        ) from error


def _numeric(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError as error:
        raise StackError(f"--peer {address} is no IP address: name the SFU's own.") from error


def _port(word: str) -> int:
    number = int(word)
    if not 0 < number < 65_536:
        raise ValueError
    return number


def _authority(path: Path | None) -> Path | None:
    if path is not None:
        try:
            ssl.create_default_context().load_verify_locations(path)
        except OSError as error:  # of which a file without certificates is one
            raise StackError(f"--ca {path} holds no certificate (PEM).") from error
    return path


def _text(path: Path, mend: str) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise StackError(f"Cannot read {path}: {mend}.") from error
