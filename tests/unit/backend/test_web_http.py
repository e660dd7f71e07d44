"""The built client: files, pages, headers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from parley.backend.agents.workers import GONE_S
from parley.contracts.ingest import EngineHealth, WorkerReport
from parley.contracts.meetings import SPEECH_TO_TEXT
from parley.contracts.translation import TRANSLATION
from tests.unit.backend.house import House, bearer, open_house, segment

pytestmark = pytest.mark.unit


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[House]:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Parley</title>")
    (dist / "assets/index-a1b2.js").write_text("export {}")
    (dist / "assets/large-e5f6.js").write_text("export {}\n" * 1000)
    (dist / "assets/model-c3d4.wasm").write_bytes(b"\0asm")
    (tmp_path / "secrets.json").write_text("secret")
    (dist / "link").symlink_to(tmp_path / "secrets.json")
    async with open_house(tmp_path, web_dist=dist, sfu_public_url="wss://sfu.example.org") as house:
        yield house


@pytest.mark.parametrize("path", ["/", "/m/abc-defg-hjk", "/meetings/xyz/after"])
async def test_pages_are_the_client_and_are_never_stale(site: House, path: str) -> None:
    answer = await site.http.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "<title>Parley" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    again = await site.http.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_hashed_files_are_kept_for_good_and_have_the_right_type(site: House) -> None:
    script = await site.http.get("/assets/index-a1b2.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]
    wasm = await site.http.get("/assets/model-c3d4.wasm")
    assert wasm.headers["content-type"] == "application/wasm"
    assert (await site.http.head("/assets/index-a1b2.js")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/favicon.ico",
        "/%2e%2e/secrets.json",
        "/..%2fsecrets.json",
        "/link",
        "/a%00b.js",
        "/api/x",
    ],
)
async def test_what_is_no_file_of_the_client_is_not_given(site: House, path: str) -> None:
    answer = await site.http.get(path)
    assert "secret" not in answer.text
    if path != "/link":
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_every_answer_bears_the_headers_that_keep_a_page_to_itself(site: House) -> None:
    for path in ("/", "/api/nothing", "/healthz", "/assets/index-a1b2.js"):
        headers = (await site.http.get(path)).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert policy["connect-src"] == "'self' wss://sfu.example.org https://sfu.example.org"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["worker-src"] == "'self' blob:"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-embedder-policy"] == "require-corp"
        assert headers["referrer-policy"] == "no-referrer"
        assert "camera=(self)" in headers["permissions-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert (await site.http.get("/api/nothing")).headers["cache-control"] == "no-store"


async def test_what_is_long_is_compressed_for_whoever_asks_for_it(site: House) -> None:
    meeting, speaker, dispatch = await site.captioned()
    words = [segment(f"seg-{number}", speaker.identity) for number in range(50)]
    await site.send(dispatch, *words)
    transcript = f"/api/meetings/{meeting.meeting.meeting_id}/transcript"
    for path, headers in (("/assets/large-e5f6.js", {}), (transcript, bearer(meeting.host_key))):
        packed = await site.http.get(path, headers={"accept-encoding": "gzip"} | headers)
        plain = await site.http.get(path, headers={"accept-encoding": "identity"} | headers)
        assert (packed.status_code, packed.headers["content-encoding"]) == (200, "gzip")
        assert packed.num_bytes_downloaded < plain.num_bytes_downloaded / 3
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content
        assert "accept-encoding" in packed.headers["vary"].lower()


async def test_the_client_is_told_at_run_time_where_the_sfu_is(site: House) -> None:
    assert (await site.http.get("/config.json")).json() == {
        "sfu_url": "wss://sfu.example.org",
        "caption_languages": [],
        "translation_pairs": [],
        "sound_may_leave": False,
        "text_may_leave": False,
        "keeps_telemetry": True,
    }


def engine(kind: str, *, is_elsewhere: bool, is_ready: bool = True) -> EngineHealth:
    return EngineHealth(
        kind=kind, name=kind, is_ready=is_ready, languages=[], problem=None, is_elsewhere=is_elsewhere
    )


@pytest.mark.parametrize(
    ("elsewhere", "told"),
    [
        ((), (False, False)),
        ((SPEECH_TO_TEXT,), (True, False)),
        ((TRANSLATION,), (False, True)),
        ((SPEECH_TO_TEXT, TRANSLATION), (True, True)),
    ],
)
async def test_the_client_is_told_whether_what_people_say_may_leave(
    house: House, elsewhere: tuple[str, ...], told: tuple[bool, bool]
) -> None:
    async def said() -> tuple[bool, bool]:
        config = (await house.http.get("/config.json")).json()
        return config["sound_may_leave"], config["text_may_leave"]

    here = [engine(kind, is_elsewhere=False) for kind in (SPEECH_TO_TEXT, TRANSLATION)]
    away = [engine(kind, is_elsewhere=True, is_ready=False) for kind in elsewhere]
    house.services.workers.take("W_1", WorkerReport(active_jobs=0, max_jobs=1, engines=[*here, *away]))
    assert await said() == told
    house.clock.advance(60)  # the worker is away, and comes back with the same engines
    assert await said() == told
    house.services.workers.take("W_2", WorkerReport(active_jobs=0, max_jobs=1, engines=here))
    assert await said() == told  # the first one may only be slow
    house.clock.advance(GONE_S)
    house.services.workers.take("W_2", WorkerReport(active_jobs=0, max_jobs=1, engines=here))
    assert await said() == (False, False)


async def test_without_a_built_client_the_api_still_works(house: House) -> None:
    assert (await house.http.get("/")).status_code == 404
    assert (await house.http.get("/healthz")).status_code == 200
