"""The browser client: its locked packages, then `npm run build`, both with the environment's Node.

Packages come by `npm install --no-save`, not `npm ci`: npm leaves optional packages of other platforms out
of a lock file where its registry does not serve them, and then `ci` refuses that very lock file
(github.com/npm/cli/issues/9846). What `ci` promises is checked here instead.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stamps import SetupFailed, Stamps, fingerprint, run, say

NOT_SOURCES = frozenset(
    {
        "node_modules",
        "dist",
        "dist-demo",
        "dist-denoise",
        "test-results",
        "playwright-report",
        "e2e",
        "e2e-background",
        "netlab",
        "demo",
        "figures",
        ".vite",
    }
)


def install_web(root: Path, stamps: Stamps) -> None:
    """`web/node_modules`, from the lock file."""
    web = root / "web"
    if not (root / ".venv" / "bin" / "npm").exists():
        raise SetupFailed("Node is missing from .venv: delete .venv and run this again.")
    locked = fingerprint([web / "package.json", web / "package-lock.json"])
    if stamps.is_fresh("web-packages", locked) and (web / "node_modules").is_dir():
        return
    say("Web packages: web/package-lock.json (up to some minutes, once)")
    _require_lock_of_these(web)
    install = ["npm", "--prefix", str(web), "install", "--no-save", "--ignore-scripts", "--loglevel=error"]
    unreachable = "the web packages could not be installed; a registry must be reachable the first time"
    run(install, root, unreachable, is_chatty=True)
    _require_as_locked(web)
    stamps.done("web-packages", locked)


def _require_lock_of_these(web: Path) -> None:
    """The lock file was made for this package.json; else npm would choose versions itself."""
    wanted, locked = _json(web / "package.json"), _json(web / "package-lock.json")["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        if wanted.get(kind, {}) != locked.get(kind, {}):
            raise SetupFailed(
                f"web/package-lock.json does not fit the {kind} of web/package.json: npm install"
            )


def _require_as_locked(web: Path) -> None:
    """Every installed package that the lock file names is the locked one; others are optional."""
    locked = _json(web / "package-lock.json")["packages"]
    installed = _json(web / "node_modules" / ".package-lock.json")["packages"]
    for path, package in installed.items():
        known = locked.get(path)
        is_fine = package.get("optional", False) if known is None else _same(known, package)
        if not is_fine:
            raise SetupFailed(f"web/{path} is not what web/package-lock.json names: delete web/node_modules")


def _same(locked: dict[str, Any], installed: dict[str, Any]) -> bool:
    return all(locked.get(fact) == installed.get(fact) for fact in ("version", "integrity"))


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def build_web(root: Path, stamps: Stamps) -> None:
    """`web/dist`, when its sources changed."""
    web = root / "web"
    sources = fingerprint(_sources(web))
    if stamps.is_fresh("web-build", sources) and (web / "dist" / "index.html").is_file():
        return
    say("Web client: npm run build (about a minute)")
    build = ["npm", "--prefix", str(web), "run", "--silent", "build"]
    run(build, root, "the web client could not be built", is_chatty=True)
    stamps.done("web-build", sources)


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_SOURCES:
            continue
        if path.is_dir():
            yield from _sources(path)
        else:
            yield path
