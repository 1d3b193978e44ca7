"""Sources, comparisons, rows, units and filters: what the pages show, without a browser."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from dashboard import charts, comparison, conversion, groups, palette, queries, state
from dashboard.pages import differences, parts
from dashboard.pages import sources as sources_page
from dashboard.pages.figure import quoted
from dashboard.points import points
from dashboard.queries.sources import at_least, leaders
from dashboard.state import Clock, Compare, Figure, Habit, Scale, Spread, View
from tests.sample_workspace import FLOOD, HARBOUR, HOSTILE, LOAN, id_of, scan, tables
from tracker import schema


@pytest.fixture(scope="module")
def read() -> queries.Scan:
    return scan(tables())


def view_of(read: queries.Scan, figure_id: str = HARBOUR) -> queries.FigureView:
    found = queries.figure(read, figure_id)
    assert found is not None
    return found


def test_the_map_says_how_far_each_source_is_from_the_others(read: queries.Scan) -> None:
    known = queries.standing(read)
    found = queries.sources(read, known, state.Sources())
    (row,) = found.map.figures
    assert row["figure_id"] == HARBOUR
    assert found.map.sources == ["Coast Daily"]
    assert row["cells"]["Coast Daily"]["others"] == 1
    page = str(sources_page.map_of(found.map, state.Sources()))
    assert f"claim={id_of('b.txt', '350')}" in page


@pytest.mark.parametrize("spread", Spread)
@pytest.mark.parametrize("sort", Habit)
def test_every_order_of_sources_gives_all_of_them(read: queries.Scan, sort: Habit, spread: Spread) -> None:
    known = queries.standing(read)
    for up in (False, True):
        found = queries.sources(read, known, state.Sources(sort=sort, up=up, spread=spread))
        assert {row["source"] for row in found.sources.rows} == {"Harbour Post", "Coast Daily", "Wire & Sons", "Echo"}


def test_three_of_three_is_less_sure_than_thirty_of_forty() -> None:
    found = pl.DataFrame({"part": [3, 30, 0, 0], "whole": [3, 40, 9, 0]}).select(at_least("part", "whole"))
    few, many, never, nothing = found.to_series()
    assert few < many
    assert never == pytest.approx(0, abs=1e-9)
    assert nothing == 0


def test_few_cases_lead_no_list() -> None:
    counted = pl.DataFrame(
        {"source": ["Often", "Twice", "Once"], "first": [20, 2, 1], "shared": [40, 2, 30], "claims": [9, 9, 9]}
    )
    assert [row["source"] for row in leaders(counted, Habit.FIRST)] == ["Often"]


@pytest.mark.parametrize(
    ("ratio", "stance", "others", "text", "shade"),
    [
        (0.25, "high", 2, "+25%", "high-2"),
        (-0.4, "low", 1, "−40%", "low-3"),
        (2.0, "high", 3, "×3", "high-3"),
        (27_999.0, "high", 3, "×28,000", "high-3"),
        (0.06, "high", 3, "+6%", "high-1"),
        (-1.0, "low", 3, "−100%", "low-3"),
        (None, "low", 3, "−", "low-1"),
        (0.01, "near", 3, "=", "near"),
        (None, None, 0, "·", "lone"),
    ],
)
def test_a_cell_of_the_map_says_its_distance_in_signs(
    ratio: float | None, stance: str | None, others: int, text: str, shade: str
) -> None:
    cell = {"deviation": ratio, "stance": stance, "others": others, "alone": False}
    assert (sources_page.deviation(cell), sources_page.shade(cell)) == (text, shade)


def test_a_workspace_of_one_source_has_nothing_to_compare() -> None:
    frames = tables()
    none = {name: frames[name].with_columns(source=pl.lit(None, pl.String)) for name in ("documents", "claims")}
    read = scan(frames | none)
    found = queries.sources(read, queries.standing(read), state.Sources())
    assert (found.sources.total, found.map.figures, found.copying) == (0, [], [])
    assert "No named source" in str(sources_page.results(found, state.Sources()))
    assert sources_page.leading(found) is None


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_numbers_on_the_map_s_shades_stand_out(scheme: int) -> None:
    theme = (palette.LIGHT, palette.DARK)[scheme]
    for colours in palette.DEVIATIONS.values():
        assert palette.contrast(theme.ink, colours[scheme]) >= 4.5


def test_a_row_of_the_second_view_reaches_from_its_least_to_its_greatest_number(read: queries.Scan) -> None:
    view = view_of(read)
    rows = groups.rows_of(points(view.claims, Clock.AS_OF, "count", None), View.SOURCE)
    post = next(row for row in rows if row.name == "Harbour Post")
    assert [point.value for point in post.ends] == [400, 520]
    assert [row.points[-1].value for row in rows] == sorted(row.points[-1].value for row in rows)


def test_claimants_are_one_row_with_and_without_a_capital(read: queries.Scan) -> None:
    view = view_of(read)
    renamed = [{**row, "claimant": name} for row, name in zip(view.claims, ["the port", "The Port"] * 3, strict=False)]
    rows = groups.rows_of(points(renamed, Clock.AS_OF, "count", None), View.CLAIMANT)
    assert len(rows) == 1


@pytest.mark.parametrize("view", [View.SOURCE, View.CLAIMANT])
@pytest.mark.parametrize("scale", Scale)
def test_the_ends_of_a_row_say_their_numbers(read: queries.Scan, view: View, scale: Scale) -> None:
    found = view_of(read)
    marks = palette.marks(row["source"] for row in found.claims)
    chart = charts.draw(found, marks, Figure(HARBOUR, view=view, scale=scale), charts.Look())
    said = {note.text for note in chart.layout.annotations}
    assert {"≥ 350", "≤ 500"} <= said


def test_square_miles_can_be_shown_as_square_kilometres() -> None:
    view = _measured("square mile", 400.0)
    assert conversion.choices(view) == ["square mile", "square kilometre"]
    shown = conversion.shown_in(view, "square kilometre")
    assert (shown.figure["unit"], shown.figure["best"]) == ("square kilometre", 1036)
    assert shown.claims[0]["plot_value"] == 1036
    assert conversion.choices(shown) == ["square mile", "square kilometre"]


def test_degrees_have_an_offset() -> None:
    shown = conversion.shown_in(_measured("degree Fahrenheit", 104.0), "degree Celsius")
    assert shown.figure["best"] == pytest.approx(40, abs=0.01)


@pytest.mark.parametrize("unit", ["count", "percent", "US dollar", "", "something"])
def test_what_has_no_other_unit_offers_none(unit: str) -> None:
    view = _measured(unit, 5.0)
    assert conversion.choices(view) == []
    assert conversion.shown_in(view, "kilometre") is view


def test_a_unit_of_another_dimension_changes_nothing() -> None:
    view = _measured("mile", 5.0)
    for unit in ("kilogram", "", "<b>", "mile"):
        assert conversion.shown_in(view, unit) is view


def test_the_address_keeps_the_unit() -> None:
    wanted = Figure(HARBOUR, unit="square kilometre")
    path, _, query = state.href(wanted).partition("?")
    assert state.parse(path, f"?{query}") == wanted


def test_figures_in_one_unit_share_a_panel_and_others_have_their_own(read: queries.Scan) -> None:
    views = [view_of(read), view_of(read, LOAN), view_of(read, FLOOD)]
    assert [[index for index, _ in panel] for panel in comparison.in_panels(views)] == [[0], [1], [2]]
    miles, kilometres = _measured("mile", 5.0), _measured("kilometre", 8.0)
    ((first, second),) = comparison.in_panels([miles, kilometres])
    assert second[1].figure["unit"] == first[1].figure["unit"] == "mile"
    assert second[1].figure["best"] == pytest.approx(4.971)


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("clock", Clock)
@pytest.mark.parametrize("dark", [False, True])
def test_a_comparison_s_points_lead_to_their_claims(read: queries.Scan, scale: Scale, clock: Clock, dark: bool) -> None:
    wanted = Compare((HARBOUR, LOAN), clock=clock, scale=scale)
    chart = comparison.draw(queries.compared(read, wanted), wanted, charts.Look(dark=dark, narrow=dark))
    ids = [tuple(each) for trace in chart.data if trace.customdata is not None for each in trace.customdata]
    assert (id_of("a.txt", "400"), HARBOUR) in ids
    assert (id_of("d.txt", "$50 billion"), LOAN) in ids
    for trace in chart.select_traces({"mode": "markers"}):
        axis = chart.layout[trace.yaxis.replace("y", "yaxis")]
        lowest = math.log10(min(trace.y)) if axis.type == "log" else min(trace.y)
        assert (lowest - axis.range[0]) / (axis.range[1] - axis.range[0]) > 0.02, "no mark lies half under its axis"
    domains = [chart.layout.yaxis.domain, chart.layout.yaxis2.domain]
    assert domains[0][0] > domains[1][1]


def test_a_comparison_without_dates_or_figures_says_so(read: queries.Scan) -> None:
    undated = {"published": None, "as_of_start": None, "as_of_end": None}
    view = view_of(read)
    view = queries.FigureView(view.figure, [{**row, **undated} for row in view.claims], [], 0, [], [])
    chart = comparison.draw([view], Compare((HARBOUR,)), charts.Look())
    assert chart.layout.annotations[0].text == "No dated number to draw."
    assert queries.compared(read, Compare(("gone", HARBOUR)))[0].figure["figure_id"] == HARBOUR


def test_candidates_leave_out_what_is_compared_and_match_what_is_typed(read: queries.Scan) -> None:
    views = queries.compared(read, Compare((HARBOUR,)))
    assert HARBOUR not in [row["figure_id"] for row in queries.candidates(read, Compare((HARBOUR,)), views)]
    found = queries.candidates(read, Compare((HARBOUR,), q="river"), views)
    assert [row["figure_id"] for row in found] == [FLOOD]


def test_markup_in_a_label_is_inert_on_a_comparison(read: queries.Scan) -> None:
    view = view_of(read)
    bad = queries.FigureView({**view.figure, "label": HOSTILE, "unit": HOSTILE}, view.claims, [], 0, view.levels, [])
    chart = comparison.draw([bad], Compare((HARBOUR,)), charts.Look())
    assert "<img" not in chart.to_json().replace("\\u003c", "<")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"source": "Harbour Post"}, 2),
        ({"source": "Nobody"}, 0),
        ({"unit": "US dollar"}, 1),
        ({"since": "2026-03-09"}, 3),
        ({"until": "2026-03-02"}, 1),
        ({"since": "2026-03-03", "until": "2026-03-03"}, 1),
        ({"source": "Harbour Post", "until": "2026-03-08"}, 1),
        ({"since": "2026-04-01"}, 0),
    ],
)
def test_figures_are_narrowed_by_source_unit_and_day(read: queries.Scan, wanted: dict[str, Any], count: int) -> None:
    page, _ = queries.list_figures(read, state.Figures(**wanted))
    assert page.total == count


def test_findings_are_narrowed_to_claims_of_a_source_and_time(read: queries.Scan) -> None:
    everything, _ = queries.list_findings(read, state.Inbox())
    for source in ("Harbour Post", "Coast Daily", "Echo"):
        page, _ = queries.list_findings(read, state.Inbox(source=source))
        held = [row for row in everything.rows if any(claim["source"] == source for claim in row["claims"])]
        assert [row["finding_id"] for row in page.rows] == [row["finding_id"] for row in held]
    assert queries.list_findings(read, state.Inbox(since="2027-01-01"))[0].total == 0
    assert queries.list_findings(read, state.Inbox(unit="litre"))[0].total == 0


@pytest.mark.parametrize("text", ["2026-13-01", "yesterday", "2026-3-1", "٢٠٢٦-٠٣-٠١", "2026-03-01T00:00", ""])
def test_a_day_that_is_none_narrows_nothing(text: str) -> None:
    assert state.parse("/", f"?since={text}") == state.Inbox()


def test_at_most_four_figures_are_compared_and_none_twice() -> None:
    assert state.parse("/compare", "?figures=a,b,a,,c,d,e") == Compare(("a", "b", "c", "d"))
    assert state.href(Compare(("a", "b"))) == "/compare?figures=a%2Cb"
    assert state.parse("/compare", "?figures=a%2Cb") == Compare(("a", "b"))


def _measured(unit: str, value: float) -> queries.FigureView:
    """A figure of two claims in a unit, a day apart."""
    view = view_of(scan(tables()))
    first = view.claims[0]
    number = {"value": value, "low": value, "high": value, "modifier": "exact", "unit": unit}
    plotted = {f"plot_{name}": value for name in ("value", "low", "high")}
    later = {"as_of_start": first["as_of_start"] + timedelta(days=1), "claim_id": "later"}
    claims = [{**first, **number, **plotted}, {**first, **number, **plotted, **later}]
    figure = {**view.figure, "unit": unit, "per": None, "low": value, "best": value, "high": value, "latest": value}
    levels = [{"as_of": row["as_of_start"], "low": value, "best": value, "high": value} for row in claims]
    assert all(before["as_of"] < after["as_of"] for before, after in pairwise(levels))
    return queries.FigureView(figure, claims, [], 0, levels, [])


def test_a_reader_s_note_stands_at_its_claim_on_the_chart() -> None:
    claim = id_of("b.txt", "350")
    note = {
        "judgement_id": "n1",
        "made_at": datetime(2026, 3, 20, tzinfo=UTC),
        "who": "ada",
        "action": "note",
        "targets": [claim],
        "value": f"The port counts its own staff only {HOSTILE}",
    }
    frames = tables() | {"judgements": schema.JUDGEMENTS.frame([note])}
    view = view_of(scan(frames))
    assert view.notes == [{"claim_id": claim, "text": note["value"], "who": "ada"}]
    marks = palette.marks(row["source"] for row in view.claims)
    for layout in View:
        chart = charts.draw(view, marks, Figure(HARBOUR, view=layout), charts.Look())
        (drawn,) = [each for each in chart.layout.annotations if each.text and each.text.startswith("✎")]
        assert drawn.hovertext.endswith("— ada")
        assert "<img" not in drawn.hovertext


def test_many_differences_are_folded_after_the_worst_and_keep_their_numbers(read: queries.Scan) -> None:
    view = view_of(read)
    marks = palette.marks(row["source"] for row in view.claims)
    many = replace(view, findings=view.findings[:1] * 9)
    page = str(differences.listed(many, Figure(HARBOUR), marks))
    assert "3 differences more" in page
    assert "reason 6" in page
    assert "more" not in str(differences.listed(replace(view, findings=view.findings[:2]), Figure(HARBOUR), marks))


def test_a_sparkline_ends_where_the_last_value_is() -> None:
    assert parts.sparkline([5.0]) is None
    drawn = str(parts.sparkline([1.0, 3.0, 2.0]))
    assert "13.0px" in drawn
    flat = str(parts.sparkline([4.0, 4.0]))
    assert "13.0px" in flat


def test_a_number_stands_with_about_eighty_characters_of_its_sentence_wherever_in_it() -> None:
    words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    for sentence, start in ((f"40 {words}.", 0), (f"{words} 40.", len(words) + 1), (f"{words} 40 {words}.", 97)):
        row = {"sentence": sentence, "sentence_start": 0, "start": start, "end": start + 2, "surface": "40"}
        before, number, after = quoted(row)
        assert number.children == "40"
        assert 70 <= len(before + after) <= 84
        assert f"{before}40{after}".strip("…") in sentence
