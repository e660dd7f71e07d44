"""What an operator can set about the backend: `PARLEY_*` variables, read once at the start."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from parley.instruments.settings import InstrumentSettings


class Settings(InstrumentSettings, BaseSettings):
    """Settings of `parley backend`. Secrets have no default: the stack makes them at its first start."""

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    host: str = Field(default="127.0.0.1", description="Address the backend listens on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port the backend listens on.")
    tls_cert: Path | None = Field(
        default=None, description="Certificate file (PEM); serves HTTPS with `tls_key`."
    )
    tls_key: Path | None = Field(default=None, description="Private key file (PEM) of `tls_cert`.")
    database_url: str = Field(
        default="sqlite+aiosqlite:///data/parley.db",
        pattern=r"^sqlite\+aiosqlite:///.+",
        description="Where meetings, transcripts and notes are kept (SQLite).",
    )
    sfu_url: str = Field(
        default="http://127.0.0.1:7880", description="LiveKit server as this process reaches it."
    )
    sfu_public_url: str = Field(
        default="ws://127.0.0.1:7880",
        pattern=r"^wss?://[^\s;,'\"]+$",
        description="LiveKit server as browsers reach it; ws:// or wss://.",
    )
    sfu_api_key: str = Field(min_length=3, description="Key of the backend's LiveKit key pair.")
    sfu_api_secret: SecretStr = Field(min_length=32, description="Secret of the backend's LiveKit key pair.")
    sfu_metrics_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/]+",
        description="LiveKit's own metrics (its prometheus port); unset: they are not read.",
    )
    service_token: SecretStr = Field(min_length=32, description="What agents prove themselves with.")
    web_dist: Path | None = Field(default=None, description="Folder of the built web client.")
    token_ttl_s: int = Field(
        default=300,
        ge=10,
        le=600,
        description="Seconds a join token may be used to connect; LiveKit renews after.",
    )
    empty_meeting_grace_s: float = Field(
        default=60.0, ge=1, description="Seconds after the last person left until a meeting ends."
    )
    code_attempts_per_minute: int = Field(
        default=20, ge=1, description="Meeting codes that one address may try in a minute."
    )
    code_attempts_per_minute_in_all: int = Field(
        default=300, ge=1, description="Meeting codes that may be tried in a minute by everybody together."
    )
    meetings_per_minute: int = Field(
        default=60, ge=1, description="Meetings that one address may make in a minute."
    )
    joins_per_minute: int = Field(
        default=120, ge=1, description="Times that one address may join the same meeting in a minute."
    )
    checks_per_minute: int = Field(
        default=20, ge=1, description="Connection tests that one address may begin in a minute."
    )
    checks_per_minute_in_all: int = Field(
        default=120, ge=1, description="Connection tests that may be begun in a minute by everybody together."
    )
    telemetry_retention_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="Days that telemetry of calls is kept; 0: none is collected, and what there was goes.",
    )
    telemetry_batches_per_minute: int = Field(
        default=30, ge=1, description="Batches of telemetry that one person may send in a minute."
    )
    telemetry_batches_per_minute_and_address: int = Field(
        default=3000, ge=1, description="Batches of telemetry that one address may send in a minute."
    )
    support_token: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="What support proves itself with to read telemetry of all meetings; unset: nobody does.",
    )
    backend_metrics_port: int | None = Field(
        default=None,
        ge=0,
        le=65535,
        description="Port that the backend's metrics are served on for Prometheus; unset: they are not.",
    )
    no_egress: bool = Field(
        default=False, description="Whether traces to a collector outside this machine are refused."
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses, with commas, whose X-Forwarded-For is believed; empty: nobody's.",
    )

    @model_validator(mode="after")
    def _tls_is_whole(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("PARLEY_TLS_CERT and PARLEY_TLS_KEY go together: set both or neither")
        return self
