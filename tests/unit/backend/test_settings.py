from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from tests.unit.backend.house import settings

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "changed",
    [
        {"sfu_api_secret": SecretStr("secret")},
        {"service_token": SecretStr("")},
        {"token_ttl_s": 601},
        {"tls_cert": Path("cert.pem")},
        {"sfu_public_url": "ws://sfu; script-src *"},
        {"database_url": "postgresql://elsewhere"},
    ],
)
def test_settings_that_would_be_unsafe_stop_the_start(tmp_path: Path, changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, **changed)


def test_secrets_are_shown_nowhere(tmp_path: Path) -> None:
    assert "of-tests-" not in repr(settings(tmp_path))
