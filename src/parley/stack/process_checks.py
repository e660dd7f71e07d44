"""Whether backend and agent would start on their settings, told by themselves: only they know them all."""

import subprocess
import sys
from collections.abc import Iterable

from parley.stack.credentials import new_credentials
from parley.stack.environments import agent_environment, backend_environment
from parley.stack.errors import StackError
from parley.stack.finding import Finding
from parley.stack.plan import plan_stack
from parley.stack.settings import StackSettings, inherited_environment

CHECKED_WITHIN_S = 60.0  # a second where nothing else runs: it imports the settings alone
SAYS = "parley: "
MEND = "correct or unset that variable"


def processes(settings: StackSettings) -> Iterable[Finding]:
    """What each would refuse to start on, beside secrets made up for this. Nothing is started or written."""
    try:
        plan = plan_stack(settings, new_credentials())
    except StackError as error:
        yield Finding("addresses", False, str(error), MEND)
        return
    inherited = inherited_environment()
    yield from _process("backend", backend_environment(inherited, settings, plan))
    yield from _process("agent", agent_environment(inherited, settings, plan))


def _process(name: str, environment: dict[str, str]) -> Iterable[Finding]:
    what = f"{name}'s settings"
    try:
        answer = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-m", "parley", name, "--check"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=CHECKED_WITHIN_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield Finding(what, False, f"not checked within {CHECKED_WITHIN_S:.0f} s", "try again")
        return
    if answer.returncode == 0:
        yield Finding(what, True, "can be used")
        return
    said = answer.stderr.strip().splitlines() or ["it does not say why it does not start"]
    refused = [line.removeprefix(SAYS) for line in said if line.startswith(SAYS)]
    for problem in refused:
        yield Finding(what, False, problem, MEND)
    if not refused:
        yield Finding(what, False, said[-1], "make setup")
