"""The few lines that `parley up` says."""

import sys

from parley.stack.readiness import Readiness
from parley.stack.turn.plan import TurnPlan


class Terminal:
    """Writes whole lines at once; a name on the left, what there is to say on the right."""

    def line(self, name: str, text: str) -> None:
        """One line."""
        sys.stdout.write(f"  {name:<10} {text}\n")
        sys.stdout.flush()

    def title(self, text: str) -> None:
        """The first line."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def error(self, text: str) -> None:
        """Why nothing more will come."""
        sys.stderr.write(f"parley: {text}\n")
        sys.stderr.flush()


def relay_line(turn: TurnPlan) -> str:
    """Where media is relayed, by which protocols."""
    by_tls = "" if turn.tls_port else " (UDP alone: over TLS it takes --cert and --key)"
    return f"{' and '.join(turn.urls)}{by_tls}"


def captions_line(readiness: Readiness | None) -> str:
    """Whether there will be captions, by which engine, or why not; and what is wrong with a better one."""
    if readiness is None or not readiness.has_worker:
        return "unavailable: no agent has reported. Calls work without."
    engine = readiness.speech_engine
    if engine is None or not engine.is_ready:
        problem = (engine and engine.problem) or "no speech engine"
        return f"unavailable: {problem.rstrip('.')}. Calls work without."
    better = readiness.best_speech_engine
    if better is None or better.is_ready:
        return engine.name
    return f"{engine.name}, as the fallback: {better.problem}"
