"""What can go wrong in a rehearsal, and the exit status that tells it.

RehearsalError
├── BadInput           2: the command line or a file is at fault; nothing was started
├── DeploymentProblem  1: the deployment refused, was away or did not do its part
└── EngineMissing      1: the offline pass cannot be made on this machine
"""


class RehearsalError(Exception):
    """A rehearsal cannot go on; the text is for the person at the terminal and names the mend."""

    exit_status = 1


class BadInput(RehearsalError):
    """A recording, a reference or an argument cannot be used."""

    exit_status = 2


class DeploymentProblem(RehearsalError):
    """The deployment did not answer, or not as its contract says."""


class EngineMissing(RehearsalError):
    """The weights that the deployment used are not on this machine."""
