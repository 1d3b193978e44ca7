"""The chart of a figure: hedges drawn as what they are, nothing from an article read as markup."""

from __future__ import annotations

import dataclasses
import json
import math
from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import axes, charts, points, queries, state
from tests.drawings import Chart, drawn, view_of
from tests.sample_workspace import FLOOD, HARBOUR, HOSTILE, id_of, scan, tables

SPAN = (datetime(2026, 2, 20), datetime(2026, 3, 20))


def marks_of(chart: Chart) -> dict[str, tuple[Chart, int]]:
    """By claim its trace and its place in it."""
    return {ids[0]: (trace, index) for trace in chart["data"] for index, ids in enumerate(trace.get("customdata", []))}


def test_every_claim_is_a_mark_that_carries_its_id_as_a_list_of_strings() -> None:
    view = view_of()
    assert set(marks_of(drawn(view))) == {row["claim_id"] for row in view.claims}


@pytest.mark.parametrize("layout", state.View)
def test_each_source_has_its_own_colour_and_symbol(layout: state.View) -> None:
    traces = [trace for trace in drawn(view_of(), view=layout)["data"] if trace.get("customdata")]
    seen = {(trace["marker"]["line"]["color"], trace["marker"]["symbol"]): trace["name"] for trace in traces}
    assert len(seen) == len({trace["name"] for trace in traces}) == 4


def test_about_is_hollow_and_exact_is_filled() -> None:
    found = marks_of(drawn(view_of()))
    trace, index = found[id_of("a.txt", "400")]
    assert trace["marker"]["color"][index] == charts.Look().theme.card
    trace, index = found[id_of("d.txt", "520")]
    assert trace["marker"]["color"][index] == trace["marker"]["line"]["color"]


def test_open_sides_have_arrows_that_point_there() -> None:
    heads = [trace for trace in drawn(view_of())["data"] if trace.get("marker", {}).get("symbol") == "triangle-down"]
    angles = {
        value: angle % 360 for trace in heads for value, angle in zip(trace["y"], trace["marker"]["angle"], strict=True)
    }
    assert (angles[350], angles[500]) == (180, 0)
    assert set(angles.values()) == {180, 0}


@pytest.mark.parametrize("scale", state.Scale)
def test_a_vague_word_does_not_stretch_the_axis_and_stands_at_its_foot(scale: state.Scale) -> None:
    view = view_of()
    chart = drawn(view, scale=scale)
    bottom, top = chart["layout"]["yaxis"]["range"]
    trace, index = marks_of(chart)[id_of("e.txt", "Dozens")]
    foot = trace["y"][index]
    place = math.log10(foot) if scale is state.Scale.LOG else foot
    assert 0.01 < (place - bottom) / (top - bottom) < 0.03, "so near to the end that it does not lie half under it"
    assert foot > 300
    assert charts.below(view, state.Figure(HARBOUR, scale=scale)) == 1


def test_a_range_has_a_bar_from_its_low_to_its_high() -> None:
    bars = [trace for trace in drawn(view_of(FLOOD))["data"] if trace["mode"] == "lines+markers"]
    assert [bar["y"] for bar in bars] == [[1200, 1500]]
    across = [
        trace for trace in drawn(view_of(FLOOD), view=state.View.SOURCE)["data"] if trace["mode"] == "lines+markers"
    ]
    assert [bar["x"] for bar in across] == [[1200, 1500]]


def test_undated_claims_stand_in_a_labelled_place_of_their_own() -> None:
    chart = drawn(view_of())
    trace, _ = marks_of(chart)[id_of("e.txt", "Dozens")]
    assert trace["xaxis"] == "x2"
    assert chart["layout"]["xaxis2"]["ticktext"] == ["undated<br>(1)"]
    assert chart["layout"]["xaxis"]["domain"][1] < chart["layout"]["xaxis2"]["domain"][0]


def test_the_selected_claim_is_ringed() -> None:
    chosen = id_of("c.txt", "500")
    rings = [trace for trace in drawn(view_of(), claim=chosen)["data"] if trace.get("marker", {}).get("size") == 30]
    assert [trace["y"] for trace in rings if trace["y"]] == [[500]]


def test_findings_are_numbered_brackets_with_their_reason() -> None:
    notes = [note for note in drawn(view_of())["layout"]["annotations"] if note.get("hovertext")]
    assert [note["text"].split(":")[0] for note in notes] == [
        "<b>1 conflict</b>",
        "<b>2 revision</b>",
        "<b>3 rounding</b>",
    ]
    assert notes[1]["text"].endswith("≈ 400 → 520")
    assert notes[0]["hovertext"] == "At most 500 and exactly 520 cannot both hold."


def test_the_clock_moves_claims_to_their_publication() -> None:
    view = view_of()
    moved = [{**row, "as_of_start": None, "as_of_end": None} for row in view.claims]
    later = queries.FigureView(view.figure, moved, [], 0, [], [])
    assert all(trace.get("xaxis") == "x2" for trace, _ in marks_of(drawn(later)).values())
    published = marks_of(drawn(later, clock=state.Clock.PUBLISHED))
    assert published[id_of("a.txt", "400")][0]["xaxis"] == "x"


def test_names_and_texts_are_no_markup_to_plotly() -> None:
    frames = tables()
    view = queries.figure(scan(frames), HARBOUR)
    assert view is not None
    hostile = [{**row, "source": HOSTILE, "claimant": HOSTILE} for row in view.claims]
    findings = [{**row, "summary": HOSTILE} for row in view.findings]
    bad = queries.FigureView({**view.figure, "label": HOSTILE, "unit": HOSTILE}, hostile, findings, 0, [], [])
    for layout in state.View:
        text = json.dumps(drawn(bad, view=layout))
        assert "<img" not in text
        assert "<script" not in text


def test_nothing_in_a_chart_calls_out() -> None:
    assert charts.CONFIG["showSendToCloud"] is False
    assert charts.CONFIG["plotlyServerURL"] == ""
    assert charts.CONFIG["displayModeBar"] is False


@given(st.lists(st.floats(-1e15, 1e15), max_size=20), st.booleans())
def test_an_axis_holds_all_its_values_and_some_round_ticks(values: list[float], log: bool) -> None:
    axis = axes.value_axis(values, log=log)
    assert axis.bottom < axis.top
    assert 1 <= len(axis.ticks) <= 30
    for value in values:
        if not axis.log:
            assert axis.bottom <= value <= axis.top or abs(value) < 1e-200


def test_ticks_are_round_numbers() -> None:
    assert axes.round_ticks(8_000, 14_000) == (8_000, 10_000, 12_000, 14_000)
    assert axes.value_axis([10_000, 12_000]).bottom > 0
    assert axes.value_axis([100, 1500]).bottom == 0


def test_time_has_room_even_for_one_moment() -> None:
    at = datetime(2026, 3, 2)
    start, end = axes.time_range([at])
    assert start < at < end
    assert axes.time_range([datetime.max])[1] == datetime.max


def test_without_a_dated_claim_there_is_no_axis_of_time_but_a_shelf_as_wide_as_the_chart() -> None:
    view = view_of()
    undated = [{**row, "as_of_start": None, "as_of_end": None} for row in view.claims]
    chart = drawn(dataclasses.replace(view, claims=undated, findings=[], levels=[]))
    assert chart["layout"]["xaxis"]["visible"] is False
    assert "range" not in chart["layout"]["xaxis"]
    assert chart["layout"]["xaxis2"]["domain"] == [0, 1]
    assert chart["layout"]["xaxis2"]["ticktext"] == ["undated (5)"]


@pytest.mark.parametrize("layout", state.View)
def test_without_a_number_there_is_no_axis_at_all(layout: state.View) -> None:
    view = dataclasses.replace(view_of(), claims=[], findings=[], levels=[])
    chart = drawn(view, view=layout)
    assert chart["layout"]["xaxis"] == chart["layout"]["yaxis"] == {"visible": False}
    assert [note["text"] for note in chart["layout"]["annotations"]] == ["No number to draw in this figure's unit."]


def test_points_on_one_spot_are_moved_apart_about_their_date() -> None:
    view = view_of()
    first = points.points([view.claims[0] | {"source": name} for name in "abc"], state.Clock.AS_OF, "count", None)
    placed = points.side_by_side(first, timedelta(days=1), 10, float, SPAN)
    at = points.moment(view.claims[0], state.Clock.AS_OF)
    assert at is not None
    assert [point.at - at for point in placed if point.at] == [timedelta(days=n) for n in (0, 1, -1)]
    assert placed == points.side_by_side(first, timedelta(days=1), 10, float, SPAN)


def test_however_many_points_share_a_spot_none_is_moved_far_from_its_date() -> None:
    view = view_of()
    many = [view.claims[0] | {"source": f"source {number}"} for number in range(60)]
    placed = points.side_by_side(
        points.points(many, state.Clock.AS_OF, "count", None), timedelta(days=1), 10, float, SPAN
    )
    at = points.moment(view.claims[0], state.Clock.AS_OF)
    assert all(
        at is not None and point.at is not None and abs(point.at - at) <= timedelta(days=2.5) for point in placed
    )


def test_no_point_is_moved_off_the_chart() -> None:
    view = view_of()
    first = points.points([view.claims[0] | {"source": name} for name in "abcdef"], state.Clock.AS_OF, "count", None)
    at = points.moment(view.claims[0], state.Clock.AS_OF)
    assert at is not None
    edge = (SPAN[0], at + timedelta(hours=12))
    placed = points.side_by_side(first, timedelta(days=1), 10, float, edge)
    assert all(point.at is not None and point.at <= edge[1] for point in placed)


def test_a_moved_point_tells_its_true_date() -> None:
    row = view_of().claims[0]
    same = points.points([row | {"source": name} for name in "ab"], state.Clock.AS_OF, "count", None)
    moved = points.side_by_side(same, timedelta(days=1), 10, float, SPAN)[1]
    assert moved.at is not None
    assert moved.at.day == 3
    assert "2 Mar 2026" in moved.hover


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0, 3)), max_size=30))
def test_places_move_little_and_those_with_room_stand_apart(places: list[tuple[float, float]]) -> None:
    offsets = points.apart(places, 0.5)
    assert all(abs(offset) <= 2.5 for offset in offsets)
    assert points.apart(places[:1], 0.5) == [0.0] * len(places[:1])


def test_a_bound_is_a_line_with_a_small_mark_and_a_level_a_full_one() -> None:
    chart = drawn(view_of())
    found = marks_of(chart)
    sizes = {text: found[id_of(*text)] for text in (("b.txt", "350"), ("c.txt", "500"), ("d.txt", "520"))}
    small, other, full = (trace["marker"]["size"][index] for trace, index in sizes.values())
    assert small == other < full
    lines = [
        trace["y"]
        for trace in chart["data"]
        if trace.get("marker", {}).get("symbol") == "line-ew-open" and trace.get("mode") == "markers"
    ]
    assert sorted(value for values in lines for value in values if value >= 350) == [350, 500]


def test_the_line_of_the_level_starts_at_the_first_claim_that_states_one() -> None:
    frames = tables()
    claims = frames["claims"].filter(pl.col("surface") != "400")
    later = claims.filter(pl.col("surface") == "520").with_columns(
        pl.lit("later").alias("claim_id"),
        pl.lit(False).alias("is_copy"),
        pl.col("published") + timedelta(days=4),
        pl.col("as_of_start") + timedelta(days=4),
        pl.col("as_of_end") + timedelta(days=4),
    )
    view = queries.figure(scan(frames | {"claims": pl.concat([claims, later.head(1)])}), HARBOUR)
    assert view is not None
    lines = [trace for trace in drawn(view)["data"] if trace.get("line", {}).get("width") == 2 and trace.get("opacity")]
    assert [line["x"][0][:10] for line in lines] == ["2026-03-09"]


def test_steps_between_claims_leave_bounds_out() -> None:
    view = view_of()
    own = [{**row, "source": "one"} for row in view.claims]
    chart = drawn(dataclasses.replace(view, claims=own), clock=state.Clock.PUBLISHED)
    steps = [trace for trace in chart["data"] if trace.get("line", {}).get("shape") == "hv"]
    assert [step["y"] for step in steps] == [[400, 520]]


def test_marks_moved_apart_draw_no_step_between_them() -> None:
    view = view_of()
    same = [view.claims[0] | {"claim_id": name, "claimant": name} for name in "abc"]
    chart = drawn(dataclasses.replace(view, claims=same, findings=[], levels=[]))
    assert len({trace["x"][index] for trace, index in marks_of(chart).values()}) == 3
    assert not [trace for trace in chart["data"] if trace.get("line", {}).get("shape") == "hv"]


def test_the_best_is_labelled_with_its_hedge() -> None:
    view = view_of()
    chart = drawn(dataclasses.replace(view, figure={**view.figure, "low": None, "best": 500.0, "high": 500.0}))
    assert "<b>≤ 500</b>" in [note["text"] for note in chart["layout"]["annotations"]]
    chart = drawn(dataclasses.replace(view, figure={**view.figure, "low": 400.0, "best": 400.0, "high": 520.0}))
    assert "best<br><b>≈ 400</b>" in [note["text"] for note in chart["layout"]["annotations"]]


def test_what_a_source_says_again_of_the_same_day_is_one_mark_that_says_how_often() -> None:
    view = view_of()
    again = [*view.claims, view.claims[0] | {"claim_id": "again"}]
    chart = drawn(queries.FigureView(view.figure, again, [], 0, [], []), claim="again")
    trace, index = marks_of(chart)[id_of("a.txt", "400")]
    assert trace["text"][index] == "×2"
    rings = [trace for trace in chart["data"] if trace.get("marker", {}).get("size") == 30]
    assert [ring["y"] for ring in rings if ring["y"]] == [[400]]
