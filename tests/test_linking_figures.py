"""Which claims become one figure, on made-up documents and claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rows import claim_row
from tracker.checking import check
from tracker.linking import link, why
from tracker.linking.figures import LARGEST_BLOCK, SLICE
from tracker.model import Part, claim_id
from tracker.schema import CLAIMS, DOCUMENTS, JUDGEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

FERRY = (
    "The ferry Halmar Star sank off Port Ellis on Monday night with its crew and passengers on board, the coast guard "
    "said. Captain Ines Okoro radioed that the bow doors had failed. Survivors were taken to Ellis General Hospital."
)
MARKET = (
    "A bomb went off in the spice market of Qasrin on Monday night, police in Qasrin said. Colonel Tarik Benna blamed "
    "the Dawn Brigade. The wounded were taken to the Habib clinic, where doctors asked for blood."
)


def moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def document(doc_id: str, text: str, day: str | None = "2026-03-02", **more: Any) -> dict[str, Any]:
    published = moment(day) if day else None
    return {
        "doc_id": doc_id,
        "source": f"{doc_id} news",
        "title": None,
        "published": published,
        "published_grain": "day" if day else "unknown",
        "text": text,
        "ingested_at": moment("2026-04-01"),
        **more,
    }


def claim(doc: dict[str, Any], start: int, value: float | None, **more: Any) -> dict[str, Any]:
    base = {"source": doc["source"], "state": "killed", "surface": str(value)}
    return claim_row(doc["doc_id"], value, doc["published"], start=start) | base | more


@dataclass(frozen=True)
class Tables:
    """What linking gives, sorted."""

    documents: pl.DataFrame
    claims: pl.DataFrame
    figures: pl.DataFrame
    overruled: pl.DataFrame


def linked(
    documents: list[dict[str, Any]], claims: list[dict[str, Any]], acts: Sequence[dict[str, Any]] = ()
) -> Tables:
    found = link(DOCUMENTS.frame(documents), CLAIMS.frame(claims), JUDGEMENTS.frame(acts))
    return Tables(
        found.documents.sort("doc_id").collect(),
        found.claims.sort("claim_id").collect(),
        found.figures,
        found.overruled,
    )


def together(result: Tables, *claims: dict[str, Any]) -> bool:
    figure_of = dict(result.claims.select("claim_id", "figure_id").iter_rows())
    return len({figure_of[one["claim_id"]] for one in claims}) == 1


def two_reports(**differing: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Two papers on one ferry, one claim each; the second differs as asked."""
    first = document("a", FERRY)
    second = document("b", FERRY.replace("on Monday night", "late on Monday") + " The Halmar Star was built in Gdansk.")
    return [first, second], [claim(first, 10, 12.0), claim(second, 10, 12.0) | differing]


def test_the_same_toll_in_two_papers_is_one_figure() -> None:
    documents, claims = two_reports()
    assert together(linked(documents, claims), *claims)


def test_a_toll_that_rose_a_little_is_still_one_figure() -> None:
    documents, claims = two_reports(value=14.0, low=14.0, high=14.0)
    assert together(linked(documents, claims), *claims)


@pytest.mark.parametrize(
    "differing",
    [
        {"state": "injured"},
        {"unit": "percent", "dimension": "percent"},
        {"per": "day"},
        {"change": "increase"},
        {"subject": "women", "counted": "women", "value": 3.0, "low": 3.0, "high": 3.0},
        {"subject": "ships", "counted": "ships"},
    ],
    ids=["another fate", "another unit", "a rate", "an increment", "a part", "other things"],
)
def test_other_quantities_stay_apart(differing: dict[str, Any]) -> None:
    documents, claims = two_reports(**differing)
    assert not together(linked(documents, claims), *claims)


def test_groups_that_contradict_keep_claims_apart_and_a_missing_one_does_not() -> None:
    documents, claims = two_reports(subject="people | greek")
    assert together(linked(documents, claims), *claims)
    claims[0]["subject"] = "people | turkish"
    assert not together(linked(documents, claims), *claims)


def test_places_that_are_apart_keep_the_same_number_apart() -> None:
    documents, claims = two_reports(place="Marseille")
    claims[0]["place"] = "Naples"
    assert not together(linked(documents, claims), *claims)


def test_a_town_and_its_country_go_together() -> None:
    documents, claims = two_reports(place="Naples")
    claims[0]["place"] = "Italy"
    assert together(linked(documents, claims), *claims)


def test_two_attacks_on_one_night_are_two_stories_and_two_figures() -> None:
    ferry, market = document("a", FERRY), document("b", MARKET)
    claims = [claim(ferry, 10, 12.0), claim(market, 10, 12.0)]
    result = linked([ferry, market], claims)
    assert result.documents["story_id"].n_unique() == 2
    assert not together(result, *claims)


def test_a_large_number_goes_on_over_stories() -> None:
    first, second = document("a", FERRY), document("b", MARKET, "2026-03-20")
    shared = {"subject": "troops | greek", "state": "sent", "place": "Cyprus"}
    claims = [claim(first, 10, 12400.0, **shared), claim(second, 10, 12400.0, **shared)]
    result = linked([first, second], claims)
    assert together(result, *claims)
    assert result.figures["story_id"].to_list() == [None]


def test_another_toll_days_later_is_of_another_event_where_no_place_ties_them() -> None:
    documents, claims = two_reports(value=30.0, low=30.0, high=30.0)
    assert together(linked(documents, claims), *claims)
    later = {"as_of_start": moment("2026-03-09"), "as_of_end": moment("2026-03-09")}
    assert not together(linked(documents, [claims[0], claims[1] | later]), *claims)
    again = {"value": 12.0, "low": 12.0, "high": 12.0}
    assert together(linked(documents, [claims[0], claims[1] | later | again]), *claims)


def test_the_people_of_one_land_are_not_the_dead_of_another() -> None:
    documents, claims = two_reports(subject="people | greek", value=14.0, low=14.0, high=14.0)
    claims[0]["place"] = "Cyprus"
    assert not together(linked(documents, claims), *claims)
    claims[0]["place"] = "Greece"
    assert together(linked(documents, claims), *claims)


def test_health_authorities_count_the_dead_of_their_own_land() -> None:
    documents, claims = two_reports(claimant="Greek health officials")
    claims[0]["place"] = "Turkey"
    assert not together(linked(documents, claims), *claims)
    claims[0]["place"] = "Greece"
    assert together(linked(documents, claims), *claims)
    claims[0]["place"], claims[1]["claimant"] = "Turkey", "Greek officials"
    assert together(linked(documents, claims), *claims)


FAR_OFF = {"value": 51.0, "low": 51.0, "high": 51.0, "place": "Port Ellis"}


def test_a_number_far_off_is_of_the_figure_where_both_papers_open_with_it() -> None:
    documents, claims = two_reports(**FAR_OFF)
    claims[0] |= {"value": 580.0, "low": 580.0, "high": 580.0, "place": "Port Ellis"}
    third = document("c", FERRY.replace("crew and passengers", "passengers and crew"))
    claims.append(claims[0] | claim(third, 20, 580.0, place="Port Ellis"))
    assert together(linked([*documents, third], claims), *claims)


@pytest.mark.parametrize(
    "differing",
    [
        {"start": 900, "end": 902},
        {"place": None},
        {"place": "Halmar"},
        {"state": "damaged", "subject": "ships", "counted": "ships"},
        {"as_of_start": moment("2026-03-07"), "as_of_end": moment("2026-03-07")},
        {"value": 9.0, "low": 9.0, "high": 9.0},
    ],
    ids=["deep in the text", "no place", "another place", "no toll", "another day", "too far off"],
)
def test_a_number_far_off_stays_apart_where_anything_else_differs(differing: dict[str, Any]) -> None:
    documents, claims = two_reports(**FAR_OFF | differing)
    claims[0] |= {"value": 580.0, "low": 580.0, "high": 580.0, "place": "Port Ellis"}
    assert not together(linked(documents, claims), *claims)


@pytest.mark.parametrize(("number", "slip", "joined"), [(46.0, 460.0, True), (40.0, 400.0, False)])
def test_the_digits_of_a_number_tie_another_to_a_figure_that_other_numbers_speak_against(
    number: float, slip: float, joined: bool
) -> None:
    documents, claims = two_reports(value=number, low=number, high=number, place="Port Ellis")
    claims[0] |= {"value": slip, "low": slip, "high": slip}
    for name, other in (("c", 31.0), ("d", 33.0), ("e", 35.0)):
        documents.append(document(name, FERRY + f" Report {name} was sent from Port Ellis."))
        claims.append(claim(documents[-1], 10, other, place="Port Ellis"))
    assert together(linked(documents, claims), *claims) == joined


@pytest.mark.parametrize(("place", "joined"), [("Port Ellis", True), ("Corran Quay", False)])
def test_a_small_toll_that_comes_up_again_months_later_elsewhere_is_of_another_event(place: str, joined: bool) -> None:
    later = moment("2026-05-15")
    documents, claims = two_reports(as_of_start=later, as_of_end=later, place=place)
    claims[0] |= {"place": "Port Ellis"}
    assert together(linked(documents, claims), *claims) == joined


LONG_PAST = {"as_of_start": moment("2024-01-01"), "as_of_end": moment("2024-12-31"), "as_of_grain": "year"}


@pytest.mark.parametrize(
    ("differing", "joined"),
    [
        (LONG_PAST | {"outlook": "expected"}, True),
        (LONG_PAST | {"outlook": "planned"}, False),
        ({"outlook": "expected"}, False),
    ],
    ids=["long past", "planned then", "now"],
)
def test_what_an_event_did_long_ago_is_not_to_come(differing: dict[str, Any], joined: bool) -> None:
    documents, claims = two_reports(**differing | {"value": 14.0, "low": 14.0, "high": 14.0})
    if "as_of_start" in differing:
        claims[0] |= LONG_PAST
    assert together(linked(documents, claims), *claims) == joined


ARMY = {"subject": "troops | greek", "counted": "troops", "place": "Cyprus"}
VAGUE = {"low": 1000.0, "high": None, "modifier": "vague"}


@pytest.mark.parametrize(
    "exact",
    [
        {"state": "massed", **ARMY},
        {"state": "sent", **ARMY, "subject": "troops | greek, turkish"},
        {"state": "sent", **ARMY, "outlook": "planned", "change": "increase"},
    ],
    ids=["a kindred state", "one group of two", "the addition that is planned"],
)
def test_a_vague_word_goes_with_the_number_its_document_gives(exact: dict[str, Any]) -> None:
    doc, other = document("a", FERRY), document("b", MARKET)
    outlook = {"outlook": exact.get("outlook", "reported")}
    claims = [claim(doc, 10, 30_000.0, **exact), claim(doc, 60, None, state="sent", **ARMY, **outlook, **VAGUE)]
    assert together(linked([doc, other], claims), *claims)
    elsewhere = claims[1] | {"doc_id": "b", "claim_id": claim_id("b", Part.TEXT, 60, 62)}
    assert not together(linked([doc, other], [claims[0], elsewhere]), claims[0], elsewhere)


@pytest.mark.parametrize(
    "vague",
    [
        {"state": "killed"},
        {"subject": "troops | turkish"},
        {"low": 100_000.0},
        {"outlook": "planned"},
        {"place": "Malta"},
    ],
    ids=["another fate", "another group", "more than the number", "still to come", "another place"],
)
def test_a_vague_word_that_cannot_mean_the_number_stays_alone(vague: dict[str, Any]) -> None:
    doc = document("a", FERRY)
    claims = [
        claim(doc, 10, 30_000.0, state="massed", **ARMY),
        claim(doc, 60, None, **{"state": "sent", **ARMY, **VAGUE} | vague),
    ]
    assert not together(linked([doc], claims), *claims)


def test_a_vague_word_that_can_mean_two_figures_stays_alone() -> None:
    doc = document("a", FERRY)
    claims = [
        claim(doc, 10, 30_000.0, state="massed", **ARMY),
        claim(doc, 30, 4_000.0, state="massed", **ARMY),
        claim(doc, 60, None, state="sent", **ARMY, **VAGUE),
    ]
    result = linked([doc], claims)
    assert result.figures.height == 3


def test_one_author_does_not_give_one_figure_two_values() -> None:
    doc = document("a", FERRY)
    claims = [claim(doc, 10, 12.0), claim(doc, 40, 31.0)]
    assert not together(linked([doc], claims), *claims)


def test_what_is_no_quantity_is_in_no_figure() -> None:
    doc = document("a", FERRY)
    rows = [claim(doc, 10 * i, 7.0, kind=kind) for i, kind in enumerate(["age", "date", "name", "multiple", "score"])]
    result = linked([doc], rows)
    assert result.claims["figure_id"].null_count() == len(rows)
    assert result.figures.is_empty()


def test_a_repeat_goes_with_what_it_repeats_and_counts_once() -> None:
    doc = document("a", FERRY)
    first = claim(doc, 10, 12.0)
    again = claim(doc, 60, 12.0, repeat_of=first["claim_id"])
    result = linked([doc], [first, again])
    assert together(result, first, again)
    assert result.figures["n_claims"].to_list() == [1]


def test_units_of_one_dimension_share_a_figure() -> None:
    documents, claims = two_reports()
    area = {"state": "seized", "subject": "territory", "counted": "land", "dimension": "area"}
    claims[0] |= area | {"value": 400.0, "low": 400.0, "high": 400.0, "unit": "square mile"}
    claims[1] |= area | {"value": 1000.0, "low": 1000.0, "high": 1000.0, "unit": "square kilometre"}
    for row, scale in zip(claims, (2.589988e6, 1e6), strict=True):
        row |= {f"canonical_{side}": row[side] * scale for side in ("value", "low", "high")}
        row["canonical_unit"] = "square metre"
    assert together(linked(documents, claims), *claims)


def test_an_empty_workspace_links_to_nothing() -> None:
    result = linked([], [])
    assert result.claims.schema == CLAIMS.polars
    assert result.documents.schema == DOCUMENTS.polars
    assert result.figures.is_empty()


def test_labels_are_made_from_claims_and_are_distinct() -> None:
    ferry, market = document("a", FERRY), document("b", MARKET)
    troops = {"subject": "troops | north korean", "counted": "soldiers", "state": "deployed", "place": "Russia"}
    claims = [claim(ferry, 10, 12.0), claim(market, 10, 9.0), claim(ferry, 30, 11000.0, **troops)]
    labels = linked([ferry, market], claims).figures["label"].to_list()
    assert "North Korean troops sent to Russia" in labels
    assert len(set(labels)) == 3


def act(action: str, targets: list[str], number: int = 1, **more: Any) -> dict[str, Any]:
    made = moment("2026-04-02").replace(minute=number)
    base = {"judgement_id": f"j{number}", "made_at": made, "who": "desk", "action": action, "targets": targets}
    return base | more


def test_judgements_on_claims_are_obeyed() -> None:
    documents, claims = two_reports(state="injured")
    ids = [row["claim_id"] for row in claims]
    assert together(linked(documents, claims, [act("same", ids)]), *claims)
    claims[1]["state"] = "killed"
    assert not together(linked(documents, claims, [act("different", ids)]), *claims)
    wrong = linked(documents, claims, [act("wrong", ids[:1])])
    assert wrong.claims.filter(pl.col("claim_id") == ids[0])["figure_id"].to_list() == [None]


def test_a_judgement_taken_back_has_no_force_and_taking_that_back_restores_it() -> None:
    documents, claims = two_reports()
    ids = [row["claim_id"] for row in claims]
    apart = act("different", ids, 1)
    taken_back = act("note", [], 2, supersedes="j1")
    restored = act("note", [], 3, supersedes="j2")
    assert together(linked(documents, claims, [apart, taken_back]), *claims)
    assert not together(linked(documents, claims, [apart, taken_back, restored]), *claims)


def test_a_figure_is_renamed_and_found_again_by_its_earliest_claim() -> None:
    documents, claims = two_reports()
    figure_id = linked(documents, claims).figures["figure_id"][0]
    renamed = act("rename", [figure_id], value="Deaths on the Halmar Star")
    third = document("c", FERRY + " A third paper adds that divers went down.", "2026-03-04")
    result = linked([*documents, third], [*claims, claim(third, 10, 12.0)], [renamed])
    assert result.figures["label"].to_list() == ["Deaths on the Halmar Star"]


def test_why_tells_what_speaks_for_a_claim_with_weights_that_add_up() -> None:
    documents, claims = two_reports(place="Naples")
    claims[0]["place"] = "Italy"
    result = linked(documents, claims)
    rows = result.claims.join(result.documents.select("doc_id", "story_id"), on="doc_id").rows(named=True)
    lines = why(rows[0], rows)
    assert lines[:2] == ["same subject: people (+2)", "same state: killed (+2)"]
    assert set(lines) > {"the same story (+1.5)", "the same days (+0.5)", "the same number as one other claim"}
    assert any(line.startswith("places one within the other: ") and line.endswith("(+0.5)") for line in lines)
    together = next(index for index, line in enumerate(lines) if line.startswith("together "))
    weights = [float(line.rpartition("(")[2].rstrip(")").replace("\u2212", "-")) for line in lines[:together]]
    assert lines[together] == f"together +{sum(weights):.2g}, and +3 is enough"
    assert why(rows[0], rows[:1]) == ["the only claim of this figure"]


def test_why_says_where_the_words_alone_would_not_join_a_claim() -> None:
    documents, claims = two_reports(state="injured", value=90.0, low=90.0, high=90.0)
    joined = linked(documents, claims, [act("same", [row["claim_id"] for row in claims])])
    lines = why(joined.claims.row(0, named=True), joined.claims.rows(named=True))
    assert any("less than the +3 that is enough" in line for line in lines)


DOCUMENTS_OF_TWO_STORIES = [
    document(f"{name}{index}", f"{text} {extra}", f"2026-03-0{index + 2}")
    for name, text in (("ferry", FERRY), ("market", MARKET))
    for index, extra in enumerate(["It was dark.", "Relatives came by noon.", "The minister flew in."])
]


@settings(deadline=None, max_examples=15)
@given(st.data(), st.lists(st.sampled_from([2.0, 3.0, 12.0, 14.0, 120.0]), min_size=12, max_size=12))
def test_the_order_of_rows_changes_nothing(data: st.DataObject, values: list[float]) -> None:
    states = ["killed", "injured"]
    claims = [
        claim(doc, 10 + 30 * place, values[2 * index + place], state=states[place])
        for index, doc in enumerate(DOCUMENTS_OF_TWO_STORIES)
        for place in (0, 1)
    ]
    once = linked(DOCUMENTS_OF_TWO_STORIES, claims)
    documents = data.draw(st.permutations(DOCUMENTS_OF_TWO_STORIES))
    again = linked(documents, data.draw(st.permutations(claims)))
    assert once.claims.equals(again.claims)
    assert once.figures.equals(again.figures)
    assert once.documents.equals(again.documents)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(allow_nan=False)),
            st.sampled_from(["exact", "about", "at_least", "at_most", "vague", "range"]),
            st.sampled_from(["people", "people | ", " | | ", "", "x | y, z | q, r", "ships"]),
            st.sampled_from(["killed", "injured", "", "  ", None]),
            st.sampled_from(["Naples", "", "?", None]),
        ),
        max_size=12,
    )
)
def test_whatever_the_claims_say_each_is_in_at_most_one_figure(stated: list[tuple[Any, ...]]) -> None:
    docs = DOCUMENTS_OF_TWO_STORIES
    rows = [
        claim(docs[index % len(docs)], 10 * index, value)
        | {"modifier": modifier, "subject": subject, "state": state, "place": place, "low": value, "high": None}
        for index, (value, modifier, subject, state, place) in enumerate(stated)
    ]
    result = linked(docs, rows)
    assert result.claims.height == len(rows)
    assert set(result.claims["figure_id"].drop_nulls()) == set(result.figures["figure_id"])
    checked = check(result.documents, result.claims, result.figures, JUDGEMENTS.empty())
    assert checked.figures.height == result.figures.height


def test_figures_keep_their_ids_when_a_document_of_another_story_joins() -> None:
    claims = [claim(doc, 10, 12.0) for doc in DOCUMENTS_OF_TWO_STORIES[:3]]
    before = linked(DOCUMENTS_OF_TWO_STORIES[:3], claims).figures["figure_id"].to_list()
    after = linked(DOCUMENTS_OF_TWO_STORIES, [*claims, claim(DOCUMENTS_OF_TWO_STORIES[4], 10, 9.0)]).figures
    assert set(before) < set(after["figure_id"].to_list())


@settings(deadline=None, max_examples=12)
@given(
    st.sampled_from(["same", "different", "wrong"]),
    st.lists(st.sampled_from([2.0, 3.0, 12.0, 14.0, 120.0]), min_size=12, max_size=12),
    st.lists(st.integers(0, 7), min_size=2, max_size=2, unique=True),
)
def test_a_judgement_holds_whatever_joins_later_and_touches_nothing_else(
    action: str, values: list[float], judged: list[int]
) -> None:
    """The first two papers on each of two events are judged, then a third on each comes in."""
    order = [0, 1, 3, 4, 2, 5]
    claims = [
        claim(DOCUMENTS_OF_TWO_STORIES[index], 10 + 30 * place, values[2 * index + place], state=state)
        for index in order
        for place, state in enumerate(["killed", "injured"])
    ]
    ids = [claims[index]["claim_id"] for index in judged]
    plain = linked(DOCUMENTS_OF_TWO_STORIES, claims)
    after = linked(DOCUMENTS_OF_TWO_STORIES, claims, [act(action, ids)])
    figure_of = dict(after.claims.select("claim_id", "figure_id").iter_rows())
    homes = {figure_of[claim_id] for claim_id in ids}
    assert homes == {None} if action == "wrong" else len(homes) == (1 if action == "same" else 2)
    before = dict(plain.claims.select("claim_id", "figure_id").iter_rows())
    concerned = {before[claim_id] for claim_id in ids}
    others = ~pl.col("figure_id").is_in([*concerned, *homes])
    assert plain.claims.filter(others).equals(after.claims.filter(others))
    assert plain.figures.filter(others).equals(after.figures.filter(others))


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.sampled_from([2.0, 3.0, 12.0, 120.0]), min_size=6, max_size=6),
    st.lists(st.sampled_from(["Naples", "Italy", None]), min_size=6, max_size=6),
)
def test_a_figure_that_nothing_joins_keeps_its_id(values: list[float], places: list[str | None]) -> None:
    docs = DOCUMENTS_OF_TWO_STORIES
    claims = [claim(doc, 10, *rest) for doc, *rest in zip(docs, values, strict=True)]
    claims = [row | {"place": place} for row, place in zip(claims, places, strict=True)]
    before, after = linked(docs[:5], claims[:5]).claims, linked(docs, claims).claims
    grouped = [frame.group_by("figure_id").agg(pl.col("claim_id").sort()) for frame in (before, after)]
    then, now = ({tuple(ids): figure_id for figure_id, ids in frame.iter_rows()} for frame in grouped)
    assert all(then[ids] == now[ids] for ids in then.keys() & now.keys())


def test_in_a_story_of_very_many_numbers_those_far_apart_stay_apart() -> None:
    doc, other = DOCUMENTS_OF_TWO_STORIES[:2]
    since = {"as_of_start": moment("2011-03-01"), "as_of_end": moment("2026-03-02"), "place": "Naples"}
    many = [claim(doc, 20 * index, 1_000.0 + 7 * index, place="Naples") for index in range(LARGEST_BLOCK)]
    war = [claim(each, 9_000, 280_000.0, **since) for each in (doc, other)]
    attack = [claim(each, 9_100, 7.0, place="Naples") for each in (doc, other)]
    result = linked([doc, other], [*many, *war, *attack])
    assert together(result, *war)
    assert together(result, *attack)
    assert not together(result, war[0], attack[0])


def test_in_a_story_of_very_many_numbers_those_of_one_day_stay_together() -> None:
    doc, other = DOCUMENTS_OF_TWO_STORIES[:2]
    days = [moment("2025-01-01") + timedelta(days=index) for index in range(LARGEST_BLOCK)]
    times = [{"as_of_start": day, "as_of_end": day, "place": "Naples"} for day in days]
    many = [claim(doc, 20 * index, 1_000.0 * 1.1**index, **time) for index, time in enumerate(times)]
    for place in (SLICE - 2, SLICE - 1, SLICE):
        pair = [claim(doc, 9_000, 14.0, **times[place]), claim(other, 9_000, 15.0, **times[place])]
        rest = [one for one in many if one["as_of_start"] != days[place]]
        assert together(linked([doc, other], [*rest, *pair]), *pair)
