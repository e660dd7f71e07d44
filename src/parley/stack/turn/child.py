"""coturn as a process of the stack."""

from collections.abc import Awaitable, Callable

from parley.stack.child import ChildSpec
from parley.stack.environments import log_file, relay_environment
from parley.stack.plan import StackPlan
from parley.stack.settings import StackSettings
from parley.stack.turn.config import write_coturn_config
from parley.stack.turn.coturn import answers_stun, find_coturn
from parley.stack.turn.plan import TurnPlan


def coturn_spec(
    settings: StackSettings, plan: StackPlan, turn: TurnPlan, inherited: dict[str, str]
) -> ChildSpec:
    """Write its configuration; how to start it. Whoever asks for a relay relies on it, so it is essential.

    Raises:
        CoturnMissing: There is none.
    """
    binary, _ = find_coturn(settings.turnserver)
    config = settings.data_dir / "turnserver.conf"
    write_coturn_config(config, turn, plan.tls)
    return ChildSpec(
        name="coturn",
        command=(str(binary), "-c", str(config)),
        environment=relay_environment(inherited),
        log_file=log_file(settings, "coturn"),
        is_ready=_answers(turn),
        is_essential=True,
    )


def _answers(turn: TurnPlan) -> Callable[[], Awaitable[bool]]:
    async def is_ready() -> bool:
        return await answers_stun(turn.address, turn.udp_port)

    return is_ready
