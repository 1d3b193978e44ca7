"""Which findings the claims of a figure give, on made-up documents."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rows import claim_row
from tracker.checking import Checked, check, consensus_over_time
from tracker.checking.intervals import Statement, allowed
from tracker.schema import CLAIMS, DOCUMENTS, FIGURES, FINDINGS, JUDGEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURE = "f" * 16
check_module = import_module("tracker.checking.check")


def said(doc_id: str, value: float | None, day: int = 2, **more: Any) -> dict[str, Any]:
    """A claim of its own document; `text` is the document's whole text."""
    row = claim_row(doc_id, value, datetime(2026, 3, day, tzinfo=UTC), start=more.pop("start", 0))
    base = {"source": f"{doc_id.upper()} News", "state": "injured", "figure_id": FIGURE, "is_copy": False, "text": ""}
    return row | base | more


def checked(claims: Sequence[dict[str, Any]], acts: Sequence[dict[str, Any]] = ()) -> Checked:
    documents = {row["doc_id"]: {**row, "published_grain": "day", "ingested_at": row["published"]} for row in claims}
    figures = [
        {"figure_id": figure_id, "label": "People injured", "unit": "count", "dimension": "count", "status": "agreed"}
        | dict.fromkeys(["n_claims", "n_documents", "n_sources", "n_claimants"], 1)
        for figure_id in sorted({row["figure_id"] for row in claims if row["figure_id"]})
    ]
    return check(
        DOCUMENTS.frame(documents.values()), CLAIMS.frame(claims), FIGURES.frame(figures), JUDGEMENTS.frame(acts)
    )


def classes(*claims: dict[str, Any]) -> list[str]:
    return sorted(checked(claims).findings["class"].to_list())


def test_two_papers_with_different_numbers_on_one_day_are_in_conflict() -> None:
    result = checked([said("a", 13), said("b", 11)])
    assert result.findings["class"].to_list() == ["conflict"]
    assert result.findings["summary"].to_list() == [
        "B News says 11, A News 13 on 2 March 2026; no hedge lets both hold."
    ]
    assert result.figures["status"].to_list() == ["disputed"]


def test_a_higher_number_some_days_later_is_a_revision() -> None:
    result = checked([said("a", 13), said("b", 17, 4)])
    assert result.findings["class"].to_list() == ["revision"]
    assert result.findings["summary"][0] == "Up from 13 (A News, 2 March 2026) to 17 (B News, 4 March 2026)."
    assert result.figures.select("low", "best", "high", "latest", "status").row(0) == (17, 17, 17, 17, "differs")


def test_one_source_that_lowers_its_number_has_revised_it() -> None:
    assert classes(said("a", 13), said("b", 11, 5, source="A News")) == ["revision"]


def test_a_lower_number_of_another_source_later_is_a_conflict() -> None:
    assert classes(said("a", 13), said("b", 11, 5)) == ["conflict"]


def test_an_old_number_repeated_after_it_moved_is_stale() -> None:
    assert classes(said("a", 13), said("b", 17, 4), said("c", 13, 6)) == ["revision", "stale"]


def test_one_source_giving_two_numbers_in_a_day_shows_a_count_under_way() -> None:
    assert classes(said("a", 13), said("b", 21), said("c", 21, source="A News")) == ["revision"]


@pytest.mark.parametrize(
    "other",
    [
        {"modifier": "at_least", "high": None, "value": 10.0, "low": 10.0},
        {"modifier": "vague", "value": None, "low": 12.0, "high": None},
        {"modifier": "at_most", "low": None, "value": 20.0, "high": 20.0},
    ],
)
def test_hedged_claims_that_can_hold_are_no_difference(other: dict[str, Any]) -> None:
    assert not set(classes(said("a", 13), said("b", 13) | other)) & {"conflict", "revision", "slip", "scope"}


def test_words_that_differ_and_agree_in_fact_are_a_rounding() -> None:
    result = checked([said("a", 11_000, modifier="about"), said("b", 10_000, modifier="about")])
    assert result.findings["class"].to_list() == ["rounding"]
    assert result.findings["summary"][0] == "“about 11,000” and “about 10,000” can both hold."
    assert result.figures["status"].to_list() == ["agreed"]


def test_the_same_number_everywhere_gives_no_finding() -> None:
    assert classes(said("a", 13), said("b", 13), said("c", 13, 9)) == []


def test_the_dead_attacker_explains_one_more() -> None:
    text = "Six people were killed before the gunman turned the gun on himself."
    dead = {"state": "killed"}
    result = checked([said("a", 7, **dead), said("b", 6, text=text, **dead)])
    assert result.findings["class"].to_list() == ["scope"]
    assert "attacker" in result.findings["summary"][0]


def test_a_weekend_with_several_shootings_is_an_aggregate() -> None:
    text = "In separate shootings over the weekend 35 people were hurt."
    assert classes(said("a", 35, text=text), said("b", 11)) == ["aggregate"]


def test_a_part_is_no_conflict_with_its_whole() -> None:
    assert classes(said("a", 13), said("b", 4, subject="children", counted="children")) == ["scope"]


def test_a_factor_of_ten_is_a_slip() -> None:
    assert classes(said("a", 3_450), said("b", 34_500)) == ["slip"]


def test_headline_and_text_that_disagree_are_found() -> None:
    result = checked([said("a", 13, part="title"), said("a", 31, start=40)])
    assert result.findings["summary"].to_list() == ["The headline (A News) says 13, its text 31."]


def test_copies_and_repeats_are_no_witnesses() -> None:
    first = said("a", 13)
    assert classes(first, said("b", 11, is_copy=True)) == []
    assert classes(first, said("a", 11, start=30, repeat_of=first["claim_id"])) == []


def test_an_increase_said_to_triple_a_level_is_added_up() -> None:
    troops = {"subject": "troops | north korean", "state": "sent", "counted": "troops"}
    more = said("a", 30_000, change="increase", figure_id="1" * 16, **troops)
    times = said("a", 3, start=20, kind="multiple", unit=None, figure_id=None)
    level = said("a", 12_000, start=300, sentence_start=250, modifier="about", figure_id="2" * 16, **troops)
    result = checked([more, times, level])
    assert result.findings["class"].to_list() == ["arithmetic"]
    assert "3 times 12,000 is 36,000, and 12,000 + 30,000 is 42,000" in result.findings["summary"][0]
    level |= {"value": 15_000.0, "low": 15_000.0, "high": 15_000.0}
    assert checked([more, times, level]).findings.is_empty()


def test_a_part_greater_than_its_whole_is_wrong() -> None:
    whole = said("a", 12, figure_id="1" * 16)
    part = said("a", 31, start=30, part_of=whole["claim_id"], figure_id="2" * 16)
    apart = said("b", 7, figure_id="3" * 16)
    result = checked([whole, part, apart])
    assert result.findings["class"].to_list() == ["arithmetic"]
    assert result.figures["status"].to_list() == ["disputed", "disputed", "agreed"], "it concerns both of its figures"


def test_a_bracketed_conversion_that_fails_is_wrong() -> None:
    text = "40 miles (64 kilometres) to go"
    metres = {"dimension": "length", "canonical_unit": "metre", "subject": "march", "state": None, "text": text}
    miles = said("a", 40, unit="mile", canonical_value=64_373.76, figure_id="1" * 16, end=8, **metres)
    after = {"start": 10, "end": 23, "unit": "kilometre", "figure_id": "2" * 16}
    kilometres = said("a", 64, canonical_value=64_000.0, **after, **metres)
    assert checked([miles, kilometres]).findings.is_empty()
    wrong = kilometres | {"value": 25.0, "low": 25.0, "high": 25.0, "canonical_value": 25_000.0}
    assert checked([miles, wrong]).findings["class"].to_list() == ["arithmetic"]
    side_by_side = [row | {"text": "5 feet, 7 inches in height all"} for row in (miles, wrong)]
    assert checked(side_by_side).findings.is_empty()


def test_a_dismissed_finding_no_longer_makes_a_figure_disputed() -> None:
    claims = [said("a", 13), said("b", 11)]
    finding = checked(claims).findings["finding_id"][0]
    act = {"judgement_id": "j", "made_at": datetime(2026, 3, 9, tzinfo=UTC), "who": "desk", "targets": [finding]}
    result = checked(claims, [act | {"action": "dismissed"}])
    assert result.findings["status"].to_list() == ["dismissed"]
    assert result.figures["status"].to_list() == ["agreed"]


def test_consensus_over_time_follows_the_level() -> None:
    claims = CLAIMS.frame([said("a", 10), said("b", 12), said("c", 11), said("d", 40, 5), said("e", 40, 6)])
    band = consensus_over_time(claims)
    assert band.columns == ["as_of", "low", "best", "high"]
    assert band.rows() == [
        (datetime(2026, 3, 2, tzinfo=UTC), 10, 11, 12),
        (datetime(2026, 3, 5, tzinfo=UTC), 40, 40, 40),
        (datetime(2026, 3, 6, tzinfo=UTC), 40, 40, 40),
    ]
    assert consensus_over_time(CLAIMS.empty()).is_empty()


def test_a_vague_word_alone_is_a_floor_without_a_top() -> None:
    vague = {"modifier": "vague", "value": None, "low": 12.0, "high": None}
    figures = checked([said("a", 13) | vague]).figures
    assert figures.select("low", "best", "high", "latest").row(0) == (12, None, None, None)
    figures = checked([said("a", 13) | vague, said("b", 40)]).figures
    assert figures.select("low", "best", "high", "latest").row(0) == (40, 40, 40, 40)


def test_one_claimant_in_many_papers_is_one_witness() -> None:
    quoting = [said(name, 30, claimant="The Observatory") for name in "abc"]
    own = [said("d", 20), said("e", 20, source="E News")]
    assert checked([*quoting, *own]).figures["best"].to_list() == [20]


def test_nothing_in_nothing_out() -> None:
    result = checked([])
    assert result.findings.schema == FINDINGS.polars
    assert result.figures.schema == FIGURES.polars


def at_least(doc_id: str, value: float, day: int = 2, **more: Any) -> dict[str, Any]:
    return said(doc_id, value, day, modifier="at_least", high=None, **more)


def values(*claims: dict[str, Any]) -> tuple[Any, ...]:
    return checked(claims).figures.select("low", "best", "high", "status").row(0)


def test_a_floor_that_both_numbers_fit_does_not_hide_that_they_differ() -> None:
    morning = datetime(2026, 3, 2, 9, tzinfo=UTC)
    claims = [at_least("a", 21, published=morning), said("b", 26), said("c", 31, 3)]
    assert classes(*claims) == ["revision"]
    assert values(*claims) == (31, 31, 31, "differs")


def test_a_slip_is_found_whatever_else_was_said_before() -> None:
    slip = [said("c", 310, 3, claimant="the ministry"), said("d", 31, 3, claimant="the ministry")]
    more = [at_least("a", 21), said("b", 26), said("e", 24)]
    for before in ([], more[:1], more[:2], more):
        assert "slip" in classes(*before, *slip)
        low, best, high, status = values(*before, *slip)
        assert (low, best, high, status) == (31, 31, 310, "disputed")


def test_a_slip_of_the_number_that_still_stands_is_one_however_late_it_comes() -> None:
    assert classes(said("a", 260), said("b", 2_600, 28)) == ["slip"]


def test_a_number_of_the_same_digits_long_after_the_level_has_moved_on_is_no_slip() -> None:
    assert classes(said("a", 26), said("b", 110, 9), said("c", 260, 28)) == ["revision", "revision"]


def test_a_floor_with_the_digits_of_a_number_ten_times_as_large_is_a_slip() -> None:
    assert classes(at_least("a", 26), said("b", 260)) == ["slip"]
    assert classes(at_least("a", 26), said("b", 260, 4)) == ["revision"]
    assert classes(at_least("a", 26), said("b", 250)) == []


@pytest.mark.parametrize(
    ("told", "grain", "expected"),
    [
        (datetime(2026, 1, 9, tzinfo=UTC), "day", "slip"),
        (datetime(2026, 1, 1, tzinfo=UTC), "month", "slip"),
        (datetime(2026, 1, 4, tzinfo=UTC), "day", "revision"),
        (datetime(2026, 1, 9, tzinfo=UTC), "unknown", "revision"),
    ],
)
def test_numbers_with_the_digits_of_each_other_of_one_past_day_are_a_slip(
    told: datetime, grain: str, expected: str
) -> None:
    past = {"as_of_start": datetime(2026, 1, 9, tzinfo=UTC)}
    later = {"as_of_start": told, "as_of_grain": grain}
    assert classes(said("a", 60, **past), said("b", 600, 9, **later)) == [expected]


def test_floors_that_a_number_fits_do_not_hide_a_slip() -> None:
    floors = [at_least("a", 100), at_least("b", 100, 3)]
    assert "slip" in classes(*floors, said("c", 110, 3), said("d", 11, 3), said("e", 11, 3))
    assert "slip" not in classes(*floors, said("c", 110, 3), said("d", 12, 3), said("e", 12, 3))


def test_one_witness_with_two_numbers_at_one_time_has_revised_neither() -> None:
    police = {"claimant": "Police"}
    result = checked([said("a", 26, **police), said("b", 38, **police)])
    assert result.findings["class"].to_list() == ["conflict"]
    assert "Police (A News) says 26, Police (B News) 38" in result.findings["summary"][0]
    assert values(said("a", 26, **police), said("b", 38, **police))[:3] == (26, 26, 38)
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    hours = [said("a", 26, published=noon, **police), said("b", 38, published=noon.replace(hour=15), **police)]
    assert classes(*hours) == ["revision"]


def test_the_text_may_say_which_number_is_the_later_one() -> None:
    text = "The number of those hurt has risen again to 38, the ministry said."
    risen = said("b", 38, text=text, start=text.index("38"))
    assert classes(said("a", 26), risen) == ["revision"]
    assert classes(said("a", 26, 4), risen) == ["conflict"]
    assert classes(said("a", 41), risen) == ["conflict"]


def test_the_night_before_is_earlier_than_a_day_without_an_hour() -> None:
    night = datetime(2026, 3, 2, 22, tzinfo=UTC)
    assert classes(said("a", 26, published=night), said("b", 38, 3)) == ["revision"]


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        ({"modifier": "at_most", "low": None}, None, 40, 40),
        ({"modifier": "less_than", "low": None}, None, 40, 40),
        ({"modifier": "more_than", "high": None}, 40, 40, None),
        ({"modifier": "at_least", "high": None}, 40, 40, None),
        ({"modifier": "vague", "value": None, "high": None}, 40, None, None),
        ({"modifier": "range", "low": 30.0, "high": 50.0}, 30, 40, 50),
        ({}, 40, 40, 40),
    ],
)
def test_a_side_that_no_words_bound_is_open(words: dict[str, Any], low: Any, best: Any, high: Any) -> None:
    one = said("a", 40) | words
    assert values(one)[:3] == (low, best, high)
    assert values(one, one | {"claim_id": "1" * 16, "doc_id": "b"})[:3] == (low, best, high)


def test_another_claim_bounds_the_side_that_one_leaves_open() -> None:
    assert values(at_least("a", 38), said("b", 40))[:3] == (38, 40, 40)
    assert values(said("a", 40, modifier="at_most", low=None), said("b", 38))[:3] == (38, 38, 40)


_HEDGES = st.sampled_from(["exact", "about", "at_least", "more_than", "at_most", "vague"])


def hedged(name: str, value: float, hedge: str, hour: int, witness: str) -> dict[str, Any]:
    published = datetime(2026, 3, 1 + hour // 24, hour % 24, tzinfo=UTC)
    sides = {"low": None if hedge == "at_most" else value, "high": None if hedge in {"at_least", "vague"} else value}
    exact = None if hedge == "vague" else value
    return said(name, value, published=published, claimant=witness, modifier=hedge) | sides | {"value": exact}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from([21.0, 26.0, 31.0, 34.0, 260.0, 310.0]), _HEDGES, st.integers(0, 96), st.text("xyz")),
        min_size=1,
        max_size=8,
    )
)
def test_a_figure_is_only_agreed_if_its_numbers_can_all_hold(told: list[tuple[float, str, int, str]]) -> None:
    result = checked([hedged(f"d{index}", *one) for index, one in enumerate(told)])
    low, best, high, status = result.figures.select("low", "best", "high", "status").row(0)
    bounds = [number for number in (low, best, high) if number is not None]
    assert bounds == sorted(bounds)
    plain = [
        allowed(Statement(value, value, value, hedge, is_count=True))
        for value, hedge, *_ in told
        if hedge in {"exact", "about"}
    ]
    if status == "agreed":
        assert all(one.meets(other) for one in plain for other in plain)


@settings(deadline=None, max_examples=25)
@given(
    st.data(),
    st.lists(
        st.tuples(st.sampled_from([3.0, 4.0, 40.0, 400.0, 1200.0]), st.integers(1, 20), st.sampled_from("abcd")),
        min_size=1,
        max_size=9,
    ),
)
def test_the_order_of_claims_changes_no_finding(data: st.DataObject, stated: list[tuple[float, int, str]]) -> None:
    claims = [said(f"{name}{index}", value, day, source=name) for index, (value, day, name) in enumerate(stated)]
    once, again = checked(claims), checked(data.draw(st.permutations(claims)))
    assert once.findings.equals(again.findings)
    assert once.figures.equals(again.figures)
    assert once.findings.filter(~pl.col("severity").is_between(0, 1)).is_empty()
    assert once.findings["summary"].str.ends_with(".").all()


def test_one_late_report_does_not_move_a_level_back() -> None:
    level = [said("a", 1_200), said("b", 1_200), said("c", 1_200, 3)]
    assert values(*level, said("d", 6, 28))[1] == 1_200
    assert values(*level, said("d", 40_000, 28))[1] == 1_200
    assert values(*level, said("d", 1_400, 28))[1] == 1_400
    assert values(*level, said("d", 900, 28), said("e", 900, 28))[1] == 900


def test_counts_are_ordered_by_the_time_they_were_counted() -> None:
    text = "As of Monday 38 people were injured."
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    late = said("b", 38, 5, text=text, as_of_start=monday, as_of_end=monday)
    result = checked([said("a", 44, 4), late, said("c", 44, 4)])
    assert result.findings["class"].to_list() == ["revision"]
    assert result.findings["summary"][0].startswith("Up from 38 (B News, 2 March 2026) to 44")
    assert result.figures["best"].to_list() == [44]


def test_a_number_changed_in_an_article_without_a_note_is_told() -> None:
    address = {"url": "https://example.org/storm", "source": "A News", "text": "The storm left 13 people hurt."}
    first, second = said("a", 13, **address), said("b", 11, 3, **address)
    result = checked([first, second])
    assert result.findings["class"].to_list() == ["revision"]
    assert result.findings["summary"].to_list() == [
        "A News changed 13 (2 March 2026) to 11 (3 March 2026) in an article at one address, and no note says so."
    ]
    noted = second | {"text": "11 hurt. An earlier version of this story gave another number."}
    assert "no note" not in checked([first, noted]).findings["summary"][0]


def severity_of(*claims: dict[str, Any]) -> float:
    return float(checked(claims).findings.filter(pl.col("class") == "conflict")["severity"].max())  # type: ignore[arg-type]


@settings(deadline=None, max_examples=15)
@given(st.integers(120, 900), st.integers(1, 400), st.integers(1, 400))
def test_a_wider_gap_is_no_less_severe(value: int, step: int, more: int) -> None:
    small = said("a", value + 0.5, dimension="length")
    near, far = (said("b", value + 0.5 + 40 + gap, dimension="length") for gap in (step, step + more))
    assert severity_of(small, near) <= severity_of(small, far)


@settings(deadline=None, max_examples=10)
@given(st.integers(1, 4), st.integers(1, 4))
def test_more_witnesses_on_the_weaker_side_are_no_less_severe(few: int, many: int) -> None:
    fewest, most = sorted((few, many))
    right = [said(f"r{index}", 13) for index in range(most)]
    wrong = [said(f"w{index}", 11) for index in range(most)]
    assert severity_of(*right, *wrong[:fewest]) <= severity_of(*right, *wrong)


@settings(deadline=None, max_examples=10)
@given(st.integers(3, 12), st.integers(3, 12))
def test_a_difference_that_was_overtaken_longer_ago_is_no_more_severe(one: int, other: int) -> None:
    sooner, later = sorted((one, other))
    pair = [said("a", 13), said("b", 11)]
    assert severity_of(*pair, said("c", 13, later)) <= severity_of(*pair, said("c", 13, sooner)) <= severity_of(*pair)


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([3.0, 40.0, 400.0]), st.integers(1, 20)), min_size=2, max_size=8))
def test_parts_of_the_work_change_no_finding(monkeypatch: pytest.MonkeyPatch, stated: list[tuple[float, int]]) -> None:
    figures = ["f" * 16, "e" * 16, "d" * 16]
    claims = [
        said(f"doc{index}", value, day, figure_id=figures[index % 3]) for index, (value, day) in enumerate(stated)
    ]
    whole = checked(claims)
    with monkeypatch.context() as patch:
        patch.setattr(check_module, "CLAIMS_AT_ONCE", 1)
        apart = checked(claims)
    assert whole.findings.equals(apart.findings)
    assert whole.figures.equals(apart.figures)


def test_a_bound_that_versions_of_an_article_give_differently_is_told_though_both_can_hold() -> None:
    address = {"url": "https://example.org/dam", "source": "A News", "text": "The dam left at least 43 people hurt."}
    first = said("a", 43, modifier="at_least", **address)
    edited = checked([first, said("b", 34, 3, modifier="at_least", **address)])
    assert edited.findings["class"].to_list() == ["revision"]
    assert "no note says so" in edited.findings["summary"][0]
    again = checked([first, said("b", 43, 3, modifier="at_least", **address)])
    assert again.findings.is_empty()
    elsewhere = said("b", 34, 3, modifier="at_least", **{**address, "url": "https://example.org/other"})
    assert checked([first, elsewhere]).findings.is_empty()
