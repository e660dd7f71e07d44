"""Script that a browser loads before the call page: the start page, then the page on which one gets ready."""

import gzip
import json
import sys
from pathlib import Path

from bench.harness.rows import Row

PEER = ""
DIST = Path(__file__).resolve().parents[1] / "web" / "dist"
_PAGES = ("index.html", "src/features/prejoin/MeetingPage.tsx")


def run() -> list[Row]:
    """Read the build's manifest; `make setup` makes the build."""
    manifest_file = DIST / ".vite" / "manifest.json"
    if not manifest_file.is_file():
        sys.exit("This bench needs the built web client: make setup")
    manifest = json.loads(manifest_file.read_text(encoding="utf-8"))
    files = {file for page in _PAGES for file in _scripts(manifest, page, set())}
    packed = sum(len(gzip.compress((DIST / file).read_bytes(), compresslevel=6)) for file in files)
    return [
        Row("gzipped script before the call page", "kB", packed / 1000, goal=350),
        Row("files", "files", len(files)),
    ]


def _scripts(manifest: dict[str, dict[str, object]], key: str, seen: set[str]) -> set[str]:
    """A chunk and all that it imports at once."""
    if key in seen:
        return set()
    seen.add(key)
    chunk = manifest[key]
    imported = chunk.get("imports", [])
    assert isinstance(imported, list)
    files = {str(chunk["file"])} if str(chunk["file"]).endswith(".js") else set()
    return files.union(*(_scripts(manifest, name, seen) for name in imported))
