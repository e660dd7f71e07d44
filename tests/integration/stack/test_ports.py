import socket
import subprocess
import sys
from pathlib import Path

import pytest

from parley.stack import checks, data_folder
from parley.stack.errors import PortInUse, StackError
from parley.stack.ports import Listener, free_port, require_free
from parley.stack.settings import StackSettings

pytestmark = pytest.mark.integration

LOOPBACK = "127.0.0.1"


def test_a_port_in_use_is_named_with_its_holder_and_how_to_choose_another() -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PortInUse) as refusal:
            require_free(Listener("the web client", "--port or PARLEY_PORT", LOOPBACK, port))
    line = str(refusal.value)
    assert f"Port {port} (the web client) is in use by " in line
    assert "--port or PARLEY_PORT" in line
    assert "\n" not in line


def test_a_port_that_a_part_of_a_parley_holds_is_named_with_that_parley(tmp_path: Path) -> None:
    part = "; ".join(
        (
            "import socket, sys",
            "server = socket.create_server(('127.0.0.1', 0))",
            "print(server.getsockname()[1], flush=True)",
            "sys.stdin.read()",
        )
    )
    whole = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {part!r}])"
    (tmp_path / "parley").write_text(whole)
    with subprocess.Popen(
        [sys.executable, tmp_path / "parley"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parley:
        assert parley.stdin is not None
        assert parley.stdout is not None
        port = int(parley.stdout.readline())
        with pytest.raises(PortInUse, match=f"of the Parley that is process {parley.pid};"):
            require_free(Listener("SFU signalling", "PARLEY_SFU_SIGNAL_PORT", LOOPBACK, port))
        parley.stdin.close()


def test_a_udp_port_in_use_is_seen() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as holder:
        holder.bind((LOOPBACK, 0))
        port = holder.getsockname()[1]
        with pytest.raises(PortInUse):
            require_free(Listener("SFU media", "PARLEY_SFU_UDP_PORT", LOOPBACK, port, "udp"))


def test_a_port_held_on_all_addresses_is_in_use_on_loopback_too() -> None:
    with socket.socket() as holder:
        holder.bind(("", 0))
        holder.listen()
        with pytest.raises(PortInUse):
            require_free(Listener("x", "y", LOOPBACK, holder.getsockname()[1]))


def test_a_free_port_is_free() -> None:
    for protocol in ("tcp", "udp"):
        require_free(Listener("x", "y", LOOPBACK, free_port(LOOPBACK, protocol), protocol))


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(StackError, match=r"Cannot listen on 192\.0\.2\.7"):
        require_free(Listener("the web client", "--port", "192.0.2.7", 8080))


def test_a_port_in_use_is_fine_if_it_is_our_own_and_else_comes_with_one_mend(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = StackSettings.on_free_ports(tmp_path, port=other.getsockname()[1])
        with data_folder.held(tmp_path):  # by this very process, whose port it is
            [finding, *_] = [*checks.ports(settings.model_copy(update={"data_dir": tmp_path / "other"}))]
            [own, *_] = [*checks.ports(settings)]
    assert not finding.is_fine
    assert "choose" not in finding.detail
    assert "--port" in finding.mend
    assert own.is_fine
