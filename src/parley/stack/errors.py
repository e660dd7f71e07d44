"""What stops the stack from starting, as one sentence for whoever typed the command."""


class StackError(Exception):
    """Cannot go on. The message names the cause and what mends it, in one line."""


class PortInUse(StackError):
    """Another program listens where this stack wants to."""


class LiveKitServerMissing(StackError):
    """There is no livekit-server of the right version, and none could be built."""


class ChildNeverReady(StackError):
    """A process was started but did not become ready."""
