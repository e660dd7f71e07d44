"""The embedded SFU's configuration, made anew at each start from the plan."""

import json
from pathlib import Path

from parley.stack.credentials import write_private
from parley.stack.plan import EmbeddedSfu, StackPlan
from parley.stack.settings import LOOPBACK
from parley.stack.turn.plan import stun_servers

WEBHOOK_PATH = "/api/sfu/webhook"


def sfu_config(plan: StackPlan, sfu: EmbeddedSfu) -> dict[str, object]:
    """The configuration of livekit-server 1.13 as a tree of plain values; infra/livekit.yaml explains it."""
    return {
        "port": sfu.signal_port,
        "bind_addresses": [LOOPBACK],
        "rtc": {
            "udp_port": sfu.udp_port,
            "tcp_port": sfu.tcp_port or 0,
            "node_ip": sfu.media_address,
            "use_external_ip": False,
            "enable_loopback_candidate": sfu.media_address.startswith("127."),
            "ips": {"includes": [f"{sfu.media_address}/32"]},
            "stun_servers": stun_servers(plan.turn),
            **({"turn_servers": plan.turn.sfu_turn_servers} if plan.turn else {}),
        },
        "keys": {pair.key: pair.secret for pair in (plan.sfu.backend_keys, plan.sfu.agent_keys)},
        # Only the backend makes rooms: a token alone cannot.
        "room": {"auto_create": False, "enable_remote_unmute": False},
        "webhook": {"api_key": plan.sfu.backend_keys.key, "urls": [plan.backend_url + WEBHOOK_PATH]},
        "limit": {
            "max_metadata_size": 16_384,
            "max_attributes_size": 16_384,
            "max_room_name_length": 64,
            "max_participant_identity_length": 128,
            "max_participant_name_length": 400,  # bytes: 80 characters of up to 4, and room to spare
        },
        "prometheus": {"port": sfu.metrics_port},
        "logging": {"json": True, "level": "warn", "pion_level": "error"},
    }


def write_config(path: Path, plan: StackPlan, sfu: EmbeddedSfu) -> None:
    """Write the file, mode 0600: it holds the key pairs. JSON is YAML, so no emitter is needed."""
    write_private(path, json.dumps(sfu_config(plan, sfu), indent=2) + "\n")
