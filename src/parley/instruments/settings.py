"""Settings of metrics and traces, the same for every process that has them."""

from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings


class InstrumentSettings(BaseSettings):
    otlp_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://[^/]+",
        description="Base URL of an OTLP/HTTP collector that traces are sent to; unset: there are none.",
    )
    metrics_host: str = Field(
        default="127.0.0.1", description="Address that metrics are served on, where a port is set for them."
    )

    @model_validator(mode="after")
    def _traces_stay_here(self) -> Self:
        if (
            getattr(self, "no_egress", False)
            and self.otlp_endpoint
            and not is_this_machine(self.otlp_endpoint)
        ):
            raise ValueError(
                "PARLEY_OTLP_ENDPOINT is outside this machine:"
                " name one on loopback, or set PARLEY_NO_EGRESS=no"
            )
        return self


def is_this_machine(url: str) -> bool:
    """Whether it leads to loopback, so that no proxy and no network is on the way."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
