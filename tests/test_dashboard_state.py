"""The URL is the state, and any address parses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import state
from tracker.model import FindingClass, Status

words = st.text(max_size=40).filter(lambda text: text == text.encode("utf-8", "ignore").decode())
ids = words.filter(bool)
pages = st.integers(1, 1_000_000)
states = st.one_of(
    st.builds(
        state.Inbox,
        which=st.sampled_from(state.Which),
        kind=st.none() | st.sampled_from(FindingClass),
        status=st.none() | st.sampled_from(Status),
        q=words,
        page=pages,
    ),
    st.builds(
        state.Figures,
        q=words,
        level=st.sampled_from(state.Level),
        sort=st.sampled_from(state.Sort),
        up=st.booleans(),
        page=pages,
    ),
    st.builds(
        state.Figure,
        figure_id=ids,
        claim=st.none() | ids,
        view=st.sampled_from(state.View),
        clock=st.sampled_from(state.Clock),
        scale=st.sampled_from(state.Scale),
        unfolded=st.booleans(),
        page=pages,
    ),
    st.builds(state.Documents, q=words, page=pages),
    st.builds(state.Document, doc_id=ids, claim=st.none() | ids),
)


@given(states)
def test_a_state_comes_back_from_its_address(wanted: state.State) -> None:
    path, _, query = state.href(wanted).partition("?")
    assert state.parse(path, f"?{query}" if query else "") == wanted


@given(st.text(), st.text())
def test_any_address_parses(pathname: str, search: str) -> None:
    assert state.href(state.parse(pathname, search))


def test_old_and_broken_parameters_fall_back_to_defaults() -> None:
    found = state.parse("/figures/x", "?claim=c&view=spiral&page=-3&scale=&gone=1")
    assert found == state.Figure("x", claim="c")


def test_a_flood_of_parameters_is_not_read() -> None:
    assert state.parse("/figures", "?" + "&".join(f"q={n}" for n in range(5000))) == state.Figures()


def test_defaults_are_left_out_of_the_address() -> None:
    assert state.href(state.Figures()) == "/figures"
    assert state.href(state.Inbox()) == "/"


@pytest.mark.parametrize("path", ["/figures/", "/nowhere", "/figures/a/b", "/documents//x"])
def test_an_unknown_path_is_unknown_or_its_list(path: str) -> None:
    assert isinstance(state.parse(path, ""), state.Unknown | state.Figures)
