"""What people are told when a synthetic participant is not let into the room."""

from parley.contracts.access import JoinResponse
from parley.rehearsal.errors import DeploymentProblem
from parley.rehearsal.trust import distrust


def not_let_in(joined: JoinResponse, error: Exception) -> DeploymentProblem:
    """The SDK's error, with what to look at."""
    where = f"{joined.name} cannot enter the room at {joined.sfu_url}"
    if why := distrust(error):
        return DeploymentProblem(f"{where}: {why}")
    return DeploymentProblem(f"{where}: {error}. Is the media server running, and reachable from here?")
