"""The agent's settings: one frozen object, built in the entry point and handed down."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from parley.agent.engines.choice import SpeechEngine


class Settings(BaseSettings):
    """Settings of `parley agent`, read from PARLEY_* variables.

    Attributes:
        backend_url: Where the backend answers.
        service_token: The agents' bearer token at the backend's door.
        sfu_url: LiveKit's address as this machine reaches it, ws:// or wss://.
        sfu_api_key: LiveKit key of the agents' own pair.
        sfu_api_secret: Its secret.
        data_dir: Folder of the outbox.
        speech_engine: `auto` (Whisper, else PocketSphinx), `whisper`, `pocketsphinx`, `fake` or `off`.
        whisper_model_dir: Any CTranslate2 Whisper folder; without it the packaged tiny.en.
        speech_language: BCP 47 tag of what is spoken, for multilingual weights; English-only ones ignore it.
        agent_max_jobs: Meetings this worker serves at once.
        agent_decode_threads: Clips the speech engine decodes at once; each uses one core while it works.
        agent_drain_s: Seconds that meetings in hand may go on after SIGTERM; 0 stops them at once.
        agent_health_host: Address of the worker's own health endpoint.
        agent_health_port: Its port; 0 takes a free one.
    """

    model_config = SettingsConfigDict(env_prefix="PARLEY_", frozen=True, extra="ignore")

    backend_url: str = "http://127.0.0.1:8080"
    service_token: SecretStr
    sfu_url: str = "ws://127.0.0.1:7880"
    sfu_api_key: str
    sfu_api_secret: SecretStr
    data_dir: Path = Path("data")
    speech_engine: SpeechEngine = SpeechEngine.AUTO
    whisper_model_dir: Path | None = None
    speech_language: str = Field(default="en", min_length=2, max_length=35)
    agent_max_jobs: int = Field(default=20, ge=1)
    agent_decode_threads: int = Field(default=2, ge=1)
    agent_drain_s: int = Field(default=0, ge=0)
    agent_health_host: str = "127.0.0.1"
    agent_health_port: int = Field(default=0, ge=0, le=65_535)

    @property
    def outbox_path(self) -> Path:
        """The outbox's SQLite file."""
        return self.data_dir / "outbox.db"
