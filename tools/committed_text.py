"""Fails on text that binds the repository to one machine or registry: index hosts, home folders."""

import re
import sys
from pathlib import Path

from file_sizes import source_files

# Written apart, so that this file does not find itself.
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "proxy.golang" + ".org")
PATTERNS = {
    "names a package registry's host": re.compile("|".join(re.escape(host) for host in HOSTS)),
    "names a folder of one machine": re.compile(r"(?<![\w.~/-])/(?:home/[a-z]|root/|Users/|work/)"),
}
BYTES_MAX = 5_000_000  # nothing larger is text that people wrote


def findings(root: Path) -> list[str]:
    """One line a finding: file, line, what."""
    found = []
    for path in source_files(root):
        content = (root / path).read_bytes()
        if b"\0" in content[:8192] or len(content) > BYTES_MAX:
            continue
        for number, line in enumerate(content.decode(errors="replace").splitlines(), start=1):
            found += [
                f"{path}:{number}: {what}" for what, pattern in PATTERNS.items() if pattern.search(line)
            ]
    return found


def main() -> int:
    """Names every finding; status 1 if there is one."""
    found = findings(Path(__file__).resolve().parents[1])
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
