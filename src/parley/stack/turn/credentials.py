"""Time-limited credentials, as livekit-server signs them and coturn checks them (`use-auth-secret`)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Login:
    """A user name `<expiry, Unix seconds>:<participant>` and its password."""

    username: str
    password: str = field(repr=False)

    @property
    def expires_at_s(self) -> int:
        """Unix seconds."""
        return int(self.username.partition(":")[0])


def sign(secret: str, participant: str, expires_at_s: int) -> Login:
    """Credentials until then: the password is base64(HMAC-SHA1(secret, user name))."""
    return sign_name(secret, f"{expires_at_s}:{participant}")


def sign_name(secret: str, username: str) -> Login:
    """The password that coturn expects of this user name, whether or not it would take the name."""
    digest = hmac.digest(secret.encode(), username.encode(), hashlib.sha1)
    return Login(username, base64.b64encode(digest).decode())
