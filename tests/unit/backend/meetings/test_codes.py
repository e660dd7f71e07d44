import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.backend.access.credentials import CredentialKind, digest, matches, new_credential, new_identity
from parley.backend.meetings import codes
from parley.backend.meetings.ids import new_meeting_id

pytestmark = pytest.mark.unit

letters = st.text(codes.ALPHABET, min_size=10, max_size=10)


@given(code=letters)
def test_a_code_as_it_is_shown_is_read_back(code: str) -> None:
    assert codes.parsed(codes.shown(code)) == code
    assert codes.parsed(f" {codes.shown(code).upper()} ") == code
    assert codes.parsed(code) == code


@given(typed=st.text())
def test_what_is_read_as_a_code_is_ten_unambiguous_letters(typed: str) -> None:
    code = codes.parsed(typed)
    assert code is None or (len(code) == 10 and set(code) <= set(codes.ALPHABET))


@pytest.mark.parametrize(
    "typed", ["", "abc", "abc-defg-hi1", "abc-defg-hij", "abc-defg-hjkm", "ａbcdefghjk", "abcdefghjk\0"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert codes.parsed(typed) is None


def test_new_codes_and_ids_are_what_they_should_be_and_never_the_same() -> None:
    made = [codes.new_code() for _ in range(200)]
    assert len(set(made)) == 200
    assert all(codes.parsed(code) == code for code in made)
    ids = {new_meeting_id() for _ in range(200)}
    assert len(ids) == 200
    assert {len(meeting_id) for meeting_id in ids} == {22}
    assert len({new_identity("p") for _ in range(200)}) == 200


@given(presented=st.text())
def test_nothing_but_the_credential_matches(presented: str) -> None:
    credential = new_credential(CredentialKind.HOST_KEY)
    assert matches(credential, digest(credential))
    assert not matches(presented, digest(credential))
    assert credential not in digest(credential)


def test_a_lone_surrogate_is_just_a_wrong_credential() -> None:
    assert not matches("\ud800", digest("hk_x"))
