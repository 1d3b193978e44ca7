"""Many claims: drawn as few marks, looked at closely where most of them lie, and a level no further than they go."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest

from dashboard import crowds, queries, state, zoom
from dashboard.pages import compare as compare_page
from dashboard.pages import figure as figure_page
from tests.drawings import drawn, view_of
from tests.sample_workspace import HARBOUR


def crowd(count: int = 20_000) -> queries.FigureView:
    """A figure of so many claims, an hour apart, of twelve sources; every tenth is a bound."""
    view = view_of()
    row, start = view.claims[0], view.claims[0]["as_of_start"]
    many = [
        {
            **row,
            "claim_id": str(n),
            "source": f"Paper {n % 12}",
            "claimant": f"Office {n % 70}",
            "modifier": "at_least" if n % 10 == 9 else "exact",
            "plot_value": float(n % 97),
            "plot_low": float(n % 97),
            "plot_high": None if n % 10 == 9 else float(n % 97),
            "as_of_start": start + timedelta(hours=n),
            "as_of_end": start + timedelta(hours=n),
        }
        for n in range(count)
    ]
    return queries.FigureView({**view.figure, "n_claims": count}, many, [], 0, [], [])


@pytest.mark.parametrize("layout", state.View)
def test_thousands_of_claims_are_few_marks_and_none_is_lost_from_the_count(layout: state.View) -> None:
    view = crowd()
    few = crowds.drawn(view, state.Figure(HARBOUR, view=layout))
    assert sum(len(point.ids) for point in few) == 20_000
    selected = crowds.drawn(view, state.Figure(HARBOUR, view=layout, claim="77"))
    assert [point.ids for point in selected if point not in few] == [("77",)], "the selected claim is drawn over them"
    chart = drawn(view, view=layout, claim="77")
    assert sum(len(trace["x"]) for trace in chart["data"]) < 800, "each mark is an element of the page"
    lines = [shape for shape in chart["layout"]["shapes"] if shape["type"] == "path"]
    assert 1 <= len(lines) <= crowds.MAX_NAMED + 1


def test_a_crowd_stands_at_its_median_between_its_least_and_greatest_and_leads_to_a_claim_there() -> None:
    view = crowd(2_000)
    rows = {row["claim_id"]: row for row in view.claims}
    for point in crowds.drawn(view, state.Figure(HARBOUR)):
        own = [rows[each]["plot_value"] for each in point.ids if rows[each]["modifier"] == "exact"]
        assert len(own) < 2 or point.spread == (min(own), max(own))
        assert point.value == rows[point.claim_id]["plot_value"]
        assert len(own) < 2 or point.value == sorted(own)[(len(own) - 1) // 2]


def test_what_a_crowd_is_stands_in_the_caption_and_at_its_mark() -> None:
    view = crowd()
    text = str(figure_page.caption(view, state.Figure(HARBOUR))[0])
    assert "20,000 claims are drawn as few marks, each the median of what a source says in 1/30 of the time" in text
    hovers = [text for trace in drawn(view)["data"] for text in trace.get("hovertext", [])]
    assert all(", the median of " in text for text in hovers if "Paper 1" in text)
    few = crowd(crowds.MAX_DRAWN)
    assert "drawn as few" not in str(figure_page.caption(few, state.Figure(HARBOUR))[0])


def days(written: list[str]) -> list[datetime]:
    return [datetime.fromisoformat(each) for each in written]


def test_claims_far_off_can_be_left_out_so_that_the_busiest_time_is_seen() -> None:
    view = crowd(300)
    late = {**view.claims[0], "claim_id": "late", "as_of_start": view.claims[-1]["as_of_end"] + timedelta(days=900)}
    late["as_of_end"] = late["as_of_start"]
    far = dataclasses.replace(view, claims=[*view.claims, late], made={})
    whole, close = drawn(far), drawn(far, close=True)
    assert days(whole["layout"]["xaxis"]["range"])[1] > late["as_of_start"].replace(tzinfo=None)
    first, last = days(close["layout"]["xaxis"]["range"])
    assert last - first < timedelta(days=60)
    wanted = state.Figure(HARBOUR, close=True)
    left_out = zoom.outside([far], wanted)
    assert 0 < left_out <= 30, "nine in ten stay"
    assert f"{left_out} claims before or after the busiest part not drawn" in str(figure_page.caption(far, wanted))
    assert "Busiest part" in str(figure_page.switches(wanted, far))
    assert "Busiest part" not in str(figure_page.switches(wanted, view)), "no gain where they are evenly spread"
    both = state.Compare((HARBOUR, "another"), close=True)
    assert zoom.busiest([far, far], both.clock) == zoom.busiest([far], both.clock)
    assert zoom.busiest([far, dataclasses.replace(view, claims=[late], made={})], both.clock) is None, "all of it stays"
    assert f"{2 * left_out} claims before or after the busiest part" in compare_page.note(both, [far, far])
    assert "Busiest part" in str(compare_page.switches(both, [far, far]))
    assert state.parse("/compare", state.href(both).partition("?")[2]) == both


def test_a_level_is_drawn_no_further_than_the_last_claim() -> None:
    view = crowd(40)
    start = view.claims[0]["as_of_start"]
    levels = [{"as_of": start + timedelta(days=n), "low": 1.0, "best": 2.0, "high": 3.0} for n in range(2)]
    chart = drawn(dataclasses.replace(view, levels=levels, made={}))
    lines = [trace for trace in chart["data"] if trace["mode"] == "lines" and trace.get("opacity") == 0.6]
    last = max(row["as_of_start"] for row in view.claims).replace(tzinfo=None)
    assert [max(days(line["x"])) for line in lines] == [last]
