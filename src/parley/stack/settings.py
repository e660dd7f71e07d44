"""Settings of `parley up` and `parley doctor`; the only place of the stack that looks at the environment."""

import os
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from parley.agent.engines.deepgram.config import DEFAULT_MODEL, DEFAULT_URL
from parley.agent.engines.egress import fits_no_egress
from parley.agent.engines.translation.settings import TranslationSettings
from parley.contracts.ids import LanguageTag

LOOPBACK = "127.0.0.1"
PORTS = (
    "port",
    "sfu_signal_port",
    "sfu_tcp_port",
    "sfu_udp_port",
    "sfu_tls_port",
    "turn_port",
    "turn_tls_port",
)

# What a stack apart takes from the environment: its captions are to be those of the operator's deployment.
TAKEN_APART = frozenset(
    {
        "PARLEY_LIVEKIT_SERVER",
        "PARLEY_SPEECH_ENGINE",
        "PARLEY_WHISPER_MODEL_DIR",
        "PARLEY_SPEECH_LANGUAGE",
        "PARLEY_GLOSSARY",
        "PARLEY_TRANSLATION_ENGINE",
        "PARLEY_TRANSLATION_MODEL",
        "PARLEY_TRANSLATION_URL",
        "PARLEY_TRANSLATION_API_KEY",
        "PARLEY_TRANSLATION_LANGUAGES",
        "PARLEY_OPUS_MODELS",
        "PARLEY_APERTIUM_MODES",
        "PARLEY_TRANSLATION_PIVOT",
        "PARLEY_AGENT_MAX_STREAMS",
        "PARLEY_AGENT_DECODE_THREADS",
        "PARLEY_NO_EGRESS",
        "PARLEY_DEEPGRAM_API_KEY",
        "PARLEY_DEEPGRAM_MODEL",
        "PARLEY_DEEPGRAM_URL",
        "PARLEY_DEEPGRAM_DETECTS_LANGUAGE",
    }
)


def repository_root() -> Path:
    """The checkout this package runs from; the working folder when it was installed elsewhere."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "pyproject.toml").is_file() else Path.cwd()


class StackSettings(TranslationSettings, BaseSettings):
    """What an operator may choose. A port of 0 means: any free one."""

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    host: str = Field(
        default=LOOPBACK,
        description="Address or name that browsers use; any but loopback needs `tls_cert` and `tls_key`.",
    )
    port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="Port of the web client and the API; 0 takes a free one.",
    )
    tls_cert: Path | None = Field(
        default=None, description="Certificate file (PEM); serves HTTPS with `tls_key`."
    )
    tls_key: Path | None = Field(default=None, description="Private key file (PEM) of `tls_cert`.")
    data_dir: Path = Field(
        default=Path("data"),
        description="Folder of all that a deployment writes: secrets, database, outbox, logs.",
    )
    web_dist: Path = Field(
        default_factory=lambda: repository_root() / "web" / "dist",
        description="Folder of the built web client; unset: `web/dist` of the checkout.",
    )
    livekit_server: Path | None = Field(
        default=None, description="A livekit-server binary to use instead of looking for one."
    )
    sfu_url: str | None = Field(
        default=None, description="A LiveKit of one's own or the Cloud; unset: the embedded one."
    )
    sfu_public_url: str | None = Field(
        default=None, description="The same SFU as browsers reach it; unset: `sfu_url`."
    )
    sfu_api_key: str | None = Field(default=None, description="Key of the pair of a LiveKit of one's own.")
    sfu_api_secret: SecretStr | None = Field(
        default=None, description="Secret of the pair of a LiveKit of one's own."
    )
    sfu_signal_port: int = Field(
        default=7880,
        ge=0,
        le=65535,
        description="Embedded SFU: port on loopback of signalling and its API; 0 takes a free one.",
    )
    sfu_tcp_port: int = Field(
        default=7881,
        ge=0,
        le=65535,
        description="Embedded SFU: TCP port of media, unless `host` is loopback; 0 takes a free one.",
    )
    sfu_udp_port: int = Field(
        default=7882,
        ge=0,
        le=65535,
        description="Embedded SFU: UDP port of media; 0 takes a free one.",
    )
    sfu_tls_port: int = Field(
        default=7443,
        ge=0,
        le=65535,
        description="Embedded SFU: port of signalling over TLS, with `tls_cert`; 0 takes a free one.",
    )
    turn: bool = Field(
        default=False, description="Run coturn, which relays media for people whose network blocks it."
    )
    turn_port: int = Field(
        default=3478,
        ge=0,
        le=65535,
        description="Relay: UDP port of TURN and STUN; 0 takes a free one.",
    )
    turn_tls_port: int = Field(
        default=443,
        ge=0,
        le=65535,
        description="Relay: port of TURN over TLS, with `tls_cert`; 0 takes a free one.",
    )
    turnserver: Path | None = Field(
        default=None, description="A turnserver (coturn) to use instead of the one on `PATH`."
    )
    speech_engine: str = Field(default="auto", description="Handed on to agent and backend.")
    whisper_model_dir: Path | None = Field(default=None, description="Handed on to the agent.")
    speech_language: LanguageTag = Field(default="en", description="Handed on to the agent.")
    deepgram_api_key: SecretStr | None = Field(default=None, description="Handed on to the agent.")
    deepgram_model: str = Field(default=DEFAULT_MODEL, description="Handed on to the agent.")
    deepgram_url: str = Field(default=DEFAULT_URL, description="Handed on to the agent.")
    no_egress: bool = Field(default=False, description="Handed on to the agent.")

    _no_egress_fits = field_validator("no_egress")(fits_no_egress)

    @property
    def is_sfu_embedded(self) -> bool:
        """Whether this stack runs a livekit-server of its own."""
        return self.sfu_url is None

    @property
    def log_dir(self) -> Path:
        """Where the children's output goes, one file each."""
        return self.data_dir / "logs"

    @classmethod
    def on_free_ports(cls, data_dir: Path, **chosen: object) -> Self:
        """A stack that meets no other on this machine: for rehearsals and tests."""
        return cls.model_validate({**dict.fromkeys(PORTS, 0), "data_dir": data_dir, **chosen})

    @classmethod
    def apart(cls, data_dir: Path) -> Self:
        """A stack on free ports that has nothing of the operator's but how speech becomes words."""
        own = {
            name: field.get_default(call_default_factory=True)
            for name, field in cls.model_fields.items()
            if f"PARLEY_{name.upper()}" not in TAKEN_APART
        }
        return cls.model_validate(own | dict.fromkeys(PORTS, 0) | {"data_dir": data_dir})


def inherited_environment() -> dict[str, str]:
    """A copy of this process's environment, for handing to children."""
    return dict(os.environ)


def environment_apart() -> dict[str, str]:
    """The same without what would tie a stack apart to the operator's own: database, limits, addresses."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in TAKEN_APART or not name.startswith("PARLEY_")
    }
