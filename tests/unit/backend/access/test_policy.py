"""The rules of who may do what, as laws over all roles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit import api

from parley.backend.access.policy import Action, check_grant, join_grant, joined_role, may
from parley.backend.sfu.tokens import TokenMint
from parley.contracts.access import Role, TrackSource
from parley.contracts.checks import CheckPart
from parley.contracts.ids import CheckId, MeetingId

pytestmark = pytest.mark.unit

BY_RANK = [Role.VIEWER, Role.PARTICIPANT, Role.HOST]
roles = st.sampled_from(Role)


@given(asked=roles, has_key=st.booleans())
def test_only_the_host_key_makes_a_host(asked: Role, has_key: bool) -> None:
    role = joined_role(asked, has_key)
    assert (role is Role.HOST) == has_key
    if not has_key and asked is not Role.HOST:
        assert role is asked


@given(asked=roles)
def test_no_role_is_gained_by_leaving_the_key_out(asked: Role) -> None:
    without = joined_role(asked, has_host_key=False)
    assert without is None or BY_RANK.index(without) <= BY_RANK.index(Role.PARTICIPANT)


@given(lesser=roles, greater=roles, action=st.sampled_from(Action))
def test_a_lesser_role_never_may_what_a_greater_one_may_not(
    lesser: Role, greater: Role, action: Action
) -> None:
    if BY_RANK.index(lesser) <= BY_RANK.index(greater):
        assert may(greater, action) or not may(lesser, action)
        assert join_grant(lesser).sources <= join_grant(greater).sources


def test_what_each_role_may() -> None:
    of_everybody = {
        Action.READ_NOTES,
        Action.READ_OWN_QUALITY,
        Action.READ_TRANSCRIPT,
        Action.UPDATE_SELF,
    }
    assert {action for action in Action if may(Role.HOST, action)} == set(Action)
    assert {action for action in Action if may(Role.PARTICIPANT, action)} == of_everybody
    assert {action for action in Action if may(Role.VIEWER, action)} == of_everybody
    assert join_grant(Role.VIEWER).may_publish is False
    assert join_grant(Role.PARTICIPANT).sources == set(TrackSource)


@given(role=roles, name=st.text(max_size=80))
def test_a_token_grants_what_the_policy_grants_and_nothing_else(role: Role, name: str) -> None:
    mint = TokenMint("some-key", "s" * 32, ttl_s=300)
    token = mint.join_token(MeetingId("the-meeting"), "p-1", name, role)
    claims = api.TokenVerifier("some-key", "s" * 32).verify(token)
    assert claims.video == api.VideoGrants(
        room_join=True,
        room="the-meeting",
        can_publish=role is not Role.VIEWER,
        can_publish_sources=sorted(source.value for source in join_grant(role).sources),
        can_subscribe=True,
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    assert claims.identity == "p-1"
    assert claims.name == name
    assert claims.attributes == {"parley.role": role.value}
    assert claims.kind == ""


@given(role=roles)
def test_a_token_bears_the_language_of_who_named_one(role: Role) -> None:
    mint = TokenMint("some-key", "s" * 32, ttl_s=300)
    token = mint.join_token(
        MeetingId("the-meeting"), "p-1", "Maria", role, {"parley.language": "pt-BR", "parley.x": ""}
    )
    claims = api.TokenVerifier("some-key", "s" * 32).verify(token)
    assert claims.attributes == {"parley.role": role.value, "parley.language": "pt-BR"}


@given(part=st.sampled_from(CheckPart))
def test_a_token_of_a_check_grants_its_part_in_its_own_room_and_nothing_else(part: CheckPart) -> None:
    mint = TokenMint("some-key", "s" * 32, ttl_s=300)
    token = mint.check_token(CheckId("check-1"), part, ttl_s=120)
    claims = api.TokenVerifier("some-key", "s" * 32).verify(token)
    assert claims.video == api.VideoGrants(
        room_join=True,
        room="check-1",
        can_publish=part is CheckPart.SPEAKER,
        can_publish_sources=["microphone"] if part is CheckPart.SPEAKER else [],
        can_subscribe=part is CheckPart.LISTENER,
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    assert claims.identity == part.value
    assert claims.attributes is None or claims.attributes == {}


@given(part=st.sampled_from(CheckPart), role=st.sampled_from([Role.PARTICIPANT, Role.HOST]))
def test_nobody_in_a_check_may_what_somebody_who_joins_may_not(part: CheckPart, role: Role) -> None:
    assert check_grant(part).sources <= join_grant(role).sources
