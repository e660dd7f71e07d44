"""The agent's settings: one frozen object, built in the entry point and handed down."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from parley.agent.engines.choice import SpeechEngine


class Settings(BaseSettings):
    """Settings of `parley agent`, read from PARLEY_* variables."""

    model_config = SettingsConfigDict(env_prefix="PARLEY_", frozen=True, extra="ignore")

    backend_url: str = Field(default="http://127.0.0.1:8080", description="Where the backend answers.")
    service_token: SecretStr = Field(description="What the agent proves itself with at the backend's door.")
    sfu_url: str = Field(
        default="ws://127.0.0.1:7880",
        description="LiveKit server as this machine reaches it; ws:// or wss://.",
    )
    sfu_api_key: str = Field(description="Key of the agents' own LiveKit key pair.")
    sfu_api_secret: SecretStr = Field(description="Secret of the agents' own LiveKit key pair.")
    data_dir: Path = Field(default=Path("data"), description="Folder of the outbox.")
    speech_engine: SpeechEngine = Field(
        default=SpeechEngine.AUTO,
        description="What turns speech into words; `auto` takes Whisper, else PocketSphinx.",
    )
    whisper_model_dir: Path | None = Field(
        default=None, description="Any CTranslate2 Whisper folder; unset: the packaged tiny.en."
    )
    speech_language: str = Field(
        default="en",
        min_length=2,
        max_length=35,
        description="BCP 47 tag of what is spoken, for multilingual weights; English-only ones ignore it.",
    )
    glossary: Path | None = Field(
        default=None,
        description="UTF-8 text file of names and terms as they are to be written, one a line.",
    )
    agent_max_streams: int = Field(
        default=10,
        ge=1,
        description="Utterances of one meeting that a speech engine works on at once; who comes later waits.",
    )
    agent_max_jobs: int = Field(default=20, ge=1, description="Meetings this worker serves at once.")
    agent_decode_threads: int = Field(
        default=2,
        ge=1,
        description="Clips the speech engine decodes at once; each uses one core while it works.",
    )
    agent_drain_s: int = Field(
        default=0,
        ge=0,
        description="Seconds that meetings in hand may go on after SIGTERM; 0 stops them at once.",
    )
    agent_health_host: str = Field(
        default="127.0.0.1", description="Address the worker's own health endpoint listens on."
    )
    agent_health_port: int = Field(
        default=0,
        ge=0,
        le=65_535,
        description="Port of the worker's own health endpoint; 0 takes a free one.",
    )

    @property
    def outbox_path(self) -> Path:
        """The outbox's SQLite file."""
        return self.data_dir / "outbox.db"

    @property
    def is_sfu_on_loopback(self) -> bool:
        """Whether LiveKit runs on this very machine, so that no proxy is on the way to it."""
        host = urlsplit(self.sfu_url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"
