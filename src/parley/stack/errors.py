"""What stops the stack from starting, as one sentence for whoever typed the command."""


class StackError(Exception):
    """Cannot go on. The message names the cause and what mends it, in one line."""


class PortInUse(StackError):
    """Another program listens where this stack wants to.

    Attributes:
        seen: The port, what for, and by whom as far as the system tells.
        mend: What to do about it.
        holder: Process id of that program, or None.
    """

    def __init__(self, seen: str, mend: str, holder: int | None) -> None:
        super().__init__(f"{seen}; {mend}.")
        self.seen = seen
        self.mend = mend
        self.holder = holder


class LiveKitServerMissing(StackError):
    """There is no livekit-server of the right version, and none could be built."""


class CoturnMissing(StackError):
    """There is no coturn that is new enough.

    Attributes:
        seen: What there is instead.
        mend: What to do about it.
    """

    def __init__(self, seen: str, mend: str) -> None:
        super().__init__(f"{seen}; {mend}.")
        self.seen = seen
        self.mend = mend


class ChildNeverReady(StackError):
    """A process was started but did not become ready."""
