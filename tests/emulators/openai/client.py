"""A test's end of the emulator: starts its process, says how answers go, asks what came."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import SecretStr

from parley.agent.engines.translation.openai.config import ModelConfig
from tests.emulators.process import emulator_process

KEY = "a-key-of-this-test"


@dataclass(frozen=True)
class OpenAiProcess:
    """A running emulator."""

    port: int

    def config(self, key: str = KEY) -> ModelConfig:
        return ModelConfig(
            f"http://127.0.0.1:{self.port}/v1", "emulated", SecretStr(key), ("en", "es", "ca", "ar")
        )

    def answer(self, *ways: str) -> list[dict[str, Any]]:
        """How the next answers go, the last for all that follow; gives what was asked before."""
        with httpx.Client(trust_env=False) as http:
            answer = http.post(f"http://127.0.0.1:{self.port}/control", json={"ways": ways or ("well",)})
        asked: list[dict[str, Any]] = answer.json()["asked"]
        return asked


@contextmanager
def openai_emulator() -> Iterator[OpenAiProcess]:
    """Runs one until the end of the block."""
    with emulator_process("tests.emulators.openai", KEY) as (port, _process):
        yield OpenAiProcess(port)
