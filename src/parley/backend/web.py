"""Serves the built web client, and to every answer adds the headers that keep a page to itself."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.backend.services import ServicesDep
from parley.contracts.meetings import SPEECH_TO_TEXT
from parley.contracts.translation import TRANSLATION
from parley.contracts.web import WebConfig

IMMUTABLE = "public, max-age=31536000, immutable"  # Vite puts the content's hash into the names under assets/
REVALIDATE = "no-cache"

# Debian's minimal systems have no table of media types, and browsers run no module of an unknown one.
for _ending, _media_type in {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
}.items():
    mimetypes.add_type(_media_type, _ending)

_ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

router = APIRouter(tags=["web"])


@router.get("/config.json")
async def get_config(services: ServicesDep) -> WebConfig:
    return WebConfig(
        sfu_url=services.settings.sfu_public_url,
        caption_languages=services.workers.caption_languages(),
        translation_pairs=services.workers.translation_pairs(),
        sound_may_leave=services.workers.may_leave(SPEECH_TO_TEXT),
        text_may_leave=services.workers.may_leave(TRANSLATION),
        keeps_telemetry=services.settings.telemetry_retention_days > 0,
    )


@router.api_route("/api/{path:path}", methods=_ALL_METHODS, include_in_schema=False)
async def refuse_unknown_call() -> Response:
    """What no other route took; without this one, the client's pages would answer a misspelt call."""
    raise HTTPException(404)


@router.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def get_file(path: str, request: Request, services: ServicesDep) -> Response:
    """A file of the client; what is none and has no file ending is a page of it."""
    root = services.settings.web_dist
    if root is None:
        raise HTTPException(404)
    file = _file_in(root, path)
    if file is None and "." not in path.rsplit("/", 1)[-1]:
        file = _file_in(root, "index.html")
    if file is None:
        raise HTTPException(404)
    is_hashed = path.startswith("assets/")
    answer = FileResponse(file, headers={"Cache-Control": IMMUTABLE if is_hashed else REVALIDATE})
    is_unchanged = request.headers.get("if-none-match") == _entity_tag(answer, file)
    return Response(status_code=304, headers=_validators(answer)) if is_unchanged else answer


def _file_in(root: Path, path: str) -> Path | None:
    """The file, if it is one and lies under the root, links followed."""
    if "\0" in path:
        return None
    file = (root / path).resolve()
    return file if file.is_file() and file.is_relative_to(root.resolve()) else None


def _entity_tag(answer: FileResponse, file: Path) -> str:
    answer.set_stat_headers(file.stat())
    return answer.headers["etag"]


def _validators(answer: FileResponse) -> dict[str, str]:
    return {name: answer.headers[name] for name in ("etag", "cache-control", "last-modified")}


class SecurityHeaders:
    """ASGI middleware. Args: sfu_url: The one foreign origin that pages may connect to."""

    def __init__(self, app: ASGIApp, sfu_url: str) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in security_headers(sfu_url).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *self._headers]
                if scope["path"].startswith("/api/"):
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def security_headers(sfu_url: str) -> dict[str, str]:
    sfu = urlsplit(sfu_url)
    # livekit-client asks the SFU by HTTP why a WebSocket was refused.
    sfu_origins = f"{sfu.scheme}://{sfu.netloc} {'https' if sfu.scheme == 'wss' else 'http'}://{sfu.netloc}"
    policy = {
        "default-src": "'self'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "worker-src": "'self' blob:",
        "connect-src": f"'self' {sfu_origins}",
        "img-src": "'self' blob: data:",
        "media-src": "'self' blob:",
        # react-aria positions popovers and hides scrollbars by inline styles.
        "style-src": "'self' 'unsafe-inline'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
        "Referrer-Policy": "no-referrer",  # addresses of meetings let people in
        "X-Content-Type-Options": "nosniff",
    }
