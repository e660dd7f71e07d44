"""The agent's settings: one frozen object, built in the entry point and handed down."""

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from parley.agent.captions.glossary import GlossaryUnusable, read_glossary
from parley.agent.engines.choice import SpeechEngine
from parley.agent.engines.deepgram.config import DEFAULT_MODEL, DEFAULT_URL, DeepgramConfig
from parley.agent.engines.egress import fits_no_egress, wants_deepgram
from parley.agent.engines.translation.settings import TranslationSettings
from parley.contracts.ids import LanguageTag
from parley.instruments.settings import InstrumentSettings, is_this_machine


class Settings(TranslationSettings, InstrumentSettings, BaseSettings):
    """Settings of `parley agent`, read from PARLEY_* variables."""

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_", frozen=True, extra="ignore", env_ignore_empty=True
    )

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
        description=(
            "What turns speech into words; `auto` takes Deepgram if there is a key, else Whisper, else"
            " PocketSphinx."
        ),
    )
    whisper_model_dir: Path | None = Field(
        default=None, description="Any CTranslate2 Whisper folder; unset: the packaged tiny.en."
    )
    speech_language: LanguageTag = Field(
        default="en",
        description="BCP 47 tag of what is spoken, for multilingual weights; English-only ones ignore it.",
    )
    deepgram_api_key: SecretStr | None = Field(
        default=None, description="Key of Deepgram; with one, meetings' speech is given to it."
    )
    deepgram_model: str = Field(
        default=DEFAULT_MODEL, min_length=1, description="Model of Deepgram for streaming."
    )
    deepgram_url: str = Field(
        default=DEFAULT_URL,
        pattern=r"^(https?|wss?)://[^/]+",
        description="Deepgram's streaming endpoint; another one for its EU region or one's own machine.",
    )
    deepgram_detects_language: bool = Field(
        default=False,
        description="Whether Deepgram is to tell the language of those of whom nobody has said it.",
    )
    no_egress: bool = Field(
        default=False,
        description="Whether an engine outside this machine is refused, whatever else is set.",
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
    agent_job_memory_mb: int = Field(
        default=400,
        ge=0,
        description="Megabytes (PSS) at which a meeting's process is ended and replaced; 0: no limit.",
    )
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
    agent_stop_s: float = Field(
        default=7.0,
        ge=2,
        description="Seconds after that until the worker has ended; what is being said gets part of them.",
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

    agent_metrics_port: int | None = Field(
        default=None,
        ge=0,
        le=65_535,
        description="Port that the worker's metrics are served on for Prometheus; unset: they are not.",
    )

    @field_validator("deepgram_api_key")
    @classmethod
    def _empty_is_unset(cls, key: SecretStr | None) -> SecretStr | None:
        return key if key is not None and key.get_secret_value().strip() else None

    _no_egress_fits = field_validator("no_egress")(fits_no_egress)

    @property
    def wants_deepgram(self) -> bool:
        """Whether Deepgram is the ladder's first rung, be there a key or not."""
        return wants_deepgram(self.speech_engine, has_key=self.deepgram_api_key is not None)

    @property
    def local_speech_engine(self) -> SpeechEngine:
        """What runs on this machine: alone, or as the rung below Deepgram."""
        return SpeechEngine.AUTO if self.speech_engine is SpeechEngine.DEEPGRAM else self.speech_engine

    @property
    def deepgram(self) -> DeepgramConfig | None:
        """How to use Deepgram; None: there is no key."""
        if self.deepgram_api_key is None:
            return None
        return DeepgramConfig(
            self.deepgram_api_key,
            self.deepgram_model,
            self.deepgram_url,
            self.speech_language,
            self.deepgram_detects_language,
        )

    @field_validator("glossary")
    @classmethod
    def _glossary_is_readable(cls, path: Path | None) -> Path | None:
        """Looked at here, where whoever starts the worker, and `parley doctor`, see what is wrong with it."""
        try:
            read_glossary(path)
        except GlossaryUnusable as problem:
            raise ValueError(str(problem)) from problem
        return path

    @property
    def outbox_path(self) -> Path:
        """The outbox's SQLite file."""
        return self.data_dir / "outbox.db"

    @property
    def is_sfu_on_loopback(self) -> bool:
        """Whether LiveKit runs on this very machine, so that no proxy is on the way to it."""
        return is_this_machine(self.sfu_url)
