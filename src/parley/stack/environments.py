"""What each child is told by its environment: the stack's decisions over what was inherited."""

from pathlib import Path

from parley.stack.plan import StackPlan
from parley.stack.settings import LOOPBACK, StackSettings

# One thread per inference: more only fight for the same cores. Without both of these Whisper on CTranslate2
# took 0.355 s of CPU a second of speech instead of 0.18.
SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

# LiveKit's own end-of-turn model is not used; preloading it costs 244 MB.
NO_TURN_MODEL = {"LIVEKIT_AGENTS_PRELOAD_LOCAL_INFERENCE": "0"}

AGENT_STOPS_WITHIN_S = 2.75  # the agent is told, so that it has cleared up before it would be killed


def backend_environment(
    inherited: dict[str, str], settings: StackSettings, plan: StackPlan
) -> dict[str, str]:
    """For `parley backend`."""
    database = (settings.data_dir / "parley.db").resolve()
    own = {
        "PARLEY_HOST": plan.bind_address,
        "PARLEY_PORT": str(plan.web_port),
        "PARLEY_DATABASE_URL": inherited.get("PARLEY_DATABASE_URL") or f"sqlite+aiosqlite:///{database}",
        "PARLEY_SFU_URL": plan.sfu.backend_url,
        "PARLEY_SFU_PUBLIC_URL": plan.sfu.public_url,
        "PARLEY_SFU_API_KEY": plan.sfu.backend_keys.key,
        "PARLEY_SFU_API_SECRET": plan.sfu.backend_keys.secret,
        "PARLEY_SERVICE_TOKEN": plan.service_token,
    }
    if plan.embedded_sfu:
        own["PARLEY_SFU_METRICS_URL"] = f"http://{LOOPBACK}:{plan.embedded_sfu.metrics_port}/metrics"
    if settings.web_dist.is_dir():
        own["PARLEY_WEB_DIST"] = str(settings.web_dist.resolve())
    if settings.no_egress:
        own["PARLEY_NO_EGRESS"] = "true"
    if plan.tls:
        own |= {"PARLEY_TLS_CERT": str(plan.tls.cert), "PARLEY_TLS_KEY": str(plan.tls.key)}
    return _without_agent_secrets(_without_tls(inherited)) | own


def agent_environment(inherited: dict[str, str], settings: StackSettings, plan: StackPlan) -> dict[str, str]:
    """For `parley agent`; chosen engines travel with what is inherited."""
    own = {
        "PARLEY_BACKEND_URL": plan.backend_url,
        "PARLEY_SFU_URL": plan.sfu.agent_url,
        "PARLEY_SFU_API_KEY": plan.sfu.agent_keys.key,
        "PARLEY_SFU_API_SECRET": plan.sfu.agent_keys.secret,
        "PARLEY_SERVICE_TOKEN": plan.service_token,
        "PARLEY_DATA_DIR": str(settings.data_dir.resolve()),
        "PARLEY_SPEECH_ENGINE": settings.speech_engine,
        "PARLEY_AGENT_STOP_S": str(AGENT_STOPS_WITHIN_S),
    }
    if settings.no_egress:
        own["PARLEY_NO_EGRESS"] = "true"
    if settings.whisper_model_dir:
        own["PARLEY_WHISPER_MODEL_DIR"] = str(settings.whisper_model_dir.resolve())
    return NO_TURN_MODEL | _without_backend_secrets(_without_tls(inherited)) | SINGLE_THREADED | own


def sfu_environment(inherited: dict[str, str]) -> dict[str, str]:
    """For livekit-server, which would read some of its configuration from LIVEKIT_* as well."""
    return {
        name: value
        for name, value in relay_environment(inherited).items()
        if not name.startswith("LIVEKIT_") and name not in _SFU_OVERRIDES
    }


def relay_environment(inherited: dict[str, str]) -> dict[str, str]:
    """For coturn, which has everything from its file: nothing of ours, and so no secret."""
    return {name: value for name, value in inherited.items() if not name.startswith("PARLEY_")}


def log_file(settings: StackSettings, child: str) -> Path:
    """Where a child's output goes."""
    return settings.log_dir / f"{child}.log"


# Environment names that livekit-server takes for command-line options (its --help lists them).
_SFU_OVERRIDES = frozenset({"NODE_IP", "UDP_PORT", "REDIS_HOST", "REDIS_PASSWORD"})


_AGENT_SECRETS = frozenset({"PARLEY_DEEPGRAM_API_KEY", "PARLEY_TRANSLATION_API_KEY"})


_BACKEND_SECRETS = frozenset({"PARLEY_SUPPORT_TOKEN"})


def _without_agent_secrets(inherited: dict[str, str]) -> dict[str, str]:
    """Keys of engines are for the process that uses them."""
    return {name: value for name, value in inherited.items() if name not in _AGENT_SECRETS}


def _without_backend_secrets(inherited: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in inherited.items() if name not in _BACKEND_SECRETS}


def _without_tls(inherited: dict[str, str]) -> dict[str, str]:
    return {
        name: value for name, value in inherited.items() if name not in {"PARLEY_TLS_CERT", "PARLEY_TLS_KEY"}
    }
