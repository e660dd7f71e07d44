"""Secrets of an embedded deployment: made at the first start, kept in the data folder, never defaulted."""

import json
import os
import secrets
import stat
import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parley.stack.errors import StackError

SECRETS_FILE = "secrets.json"
SECRET_BYTES = 32  # LiveKit warns below 32 characters; 256 bits leave nothing to guess


class KeyPair(BaseModel):
    """An API key of LiveKit and its secret."""

    model_config = ConfigDict(frozen=True)

    key: str
    secret: str


class Credentials(BaseModel):
    """What the processes prove themselves with.

    Attributes:
        backend_sfu: Creates rooms, signs tokens and webhooks.
        agent_sfu: Registers the worker; a pair of its own, so that either can be replaced alone.
        service_token: The agents' door to the backend.
        turn_secret: Signs people's credentials for the relay; a file of an older version has none yet.
    """

    model_config = ConfigDict(frozen=True)

    backend_sfu: KeyPair
    agent_sfu: KeyPair
    service_token: str
    turn_secret: str = Field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))


def load_or_create(data_dir: Path) -> Credentials:
    """The credentials of this data folder, made if there are none.

    Raises:
        StackError: The file is readable by others, damaged, or cannot be written.
    """
    path = data_dir / SECRETS_FILE
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            found = read(path)
            if found.model_fields_set == set(Credentials.model_fields):
                return found
        else:
            found = new_credentials()
        write_private(path, json.dumps(found.model_dump(), indent=2) + "\n")
    except OSError as error:
        raise StackError(f"Cannot use the data folder {data_dir}: {error.strerror or error}.") from error
    return found


def new_credentials() -> Credentials:
    """Fresh ones, kept nowhere."""
    return Credentials(
        backend_sfu=_new_pair(), agent_sfu=_new_pair(), service_token=secrets.token_urlsafe(SECRET_BYTES)
    )


def read(path: Path) -> Credentials:
    """The credentials in this file.

    Raises:
        StackError: It is readable by others, or damaged.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise StackError(f"{path} can be read by others (mode {mode:04o}). Mend it: chmod 600 {path}")
    try:
        return Credentials.model_validate_json(path.read_text())
    except (ValidationError, UnicodeDecodeError) as error:
        # The parser's own message would quote the secrets.
        raise StackError(
            f"{path} is damaged. Restore it, or delete it to have new secrets made (running meetings end)."
        ) from error


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # created with mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _new_pair() -> KeyPair:
    return KeyPair(key=f"API{secrets.token_hex(6)}", secret=secrets.token_urlsafe(SECRET_BYTES))
