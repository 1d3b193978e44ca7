"""What figures are called, and which claims only name a known set, on made-up claims."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from tests.rows import claim_row
from tracker.linking.keys import keyed
from tracker.linking.knownsets import known_sets
from tracker.linking.labels import distinct_labels, named
from tracker.schema import CLAIMS, DOCUMENTS

TROOPS = {"subject": "troops | north korean", "counted": "soldiers"}
AREA = {"unit": "square mile", "dimension": "area", "subject": None, "counted": None}

TIME = {"unit": "year", "dimension": "time", "subject": None, "counted": None}
LENGTH = {"unit": "kilometre", "dimension": "length"}
MONEY = {"unit": "US dollar", "dimension": "currency"}
SHARE = {"unit": "percent", "dimension": "percent"}


def row(number: int, value: float = 40.0, **more: Any) -> dict[str, Any]:
    base = {"claim_id": f"c{number}", "start": 4}
    return claim_row(f"d{number}", value, datetime(2026, 3, 2, tzinfo=UTC)) | base | more


def labels(*figures: list[dict[str, Any]]) -> list[str]:
    made = []
    for number, claims in enumerate(figures):
        frame = CLAIMS.frame(claims).with_columns(story_id=pl.lit("s"))
        made.append(named(f"f{number}", keyed(frame).rows(named=True)))
    return list(distinct_labels(made).values())


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([{"state": "wounded", "place": "HALMAR"}], "People injured in Halmar"),
        ([{"state": "wounded", "place": "UK"}], "People injured in UK"),
        ([{"state": "retaken", "place": "Halmar", **AREA}], "Territory retaken in Halmar"),
        ([AREA], "Area"),
        ([AREA | {"change": "increase"}], "More area"),
        ([{"state": "thrown", "outlook": "expected", **TROOPS}], "North Korean troops (expected)"),
        ([{"state": "shipped", "outlook": "planned", **TROOPS}], "North Korean troops sent (expected)"),
        ([{"state": "kept", **TROOPS}], "North Korean troops"),
        ([{"state": "reached", "place": "Halmar", **TROOPS}], "North Korean troops reached Halmar"),
        ([{"state": "reached", **TROOPS}], "North Korean troops"),
        ([{"state": word, "place": "Halmar", **TROOPS} for word in ("arrived", "assembled", "assembled")], "assembled"),
        ([{"state": "dead"}, {"state": "killed"}], "People killed"),
        ([{"state": "killed", "subject": "people |  | dead"}], "People killed"),
        ([{"state": "killed", "subject": "people | israeli", "counted": "Israelis"}], "Israelis killed"),
        ([{"state": "killed"}, {"state": "killed", "subject": "people | french"}], "French people killed"),
        ([*[{"state": "killed"}] * 3, {"state": "killed", "subject": "people | french"}], "People killed"),
        ([{"state": "killed", "subject": "people | french", "counted": "French people"}], "French people killed"),
        ([{"state": "arrested"}], "People arrested"),
        ([{"state": word} for word in ("detained", "captured", "arrested")], "People captured"),
        ([{"subject": "people |  | fire", "counted": "fire victims", "state": "buried"}], "Fire victims buried"),
        ([{"subject": "rbi", "counted": "RBIs"}], "RBIs"),
        ([{"subject": "visitor", "counted": "VISITORS"}], "Visitors"),
        ([{"subject": "injury |  | minor", "counted": "minor injuries", "state": "injured"}], "Minor injuries"),
        ([TIME | {"subject": "deal", "counted": "deal", "state": "offered"}], "Duration of deal offered"),
        ([SHARE | {"subject": "rent", "counted": "rents", "change": "increase"}], "Rise in rents"),
        ([{"subject": "troops", "counted": "troops", "change": "decrease"}], "Fewer troops"),
        ([TIME | {"state": "sentenced"}], "Time sentenced"),
        ([TIME | {"subject": "sentence", "counted": "sentence"}], "Sentence"),
        ([LENGTH | {"subject": "attack", "counted": "attack", "state": "taken"}], "Distance of attack"),
        ([LENGTH | {"subject": "screen", "counted": "screens", "unit": "inch"}], "Size of screens"),
        ([MONEY | {"subject": "diamond", "counted": "diamonds", "state": "seized"}], "Value of diamonds seized"),
        (
            [MONEY | {"subject": "loan", "counted": "loan", "state": "delivered", "place": "Halmar"}],
            "Loan delivered to Halmar",
        ),
        ([SHARE | {"subject": "members", "counted": "members", "state": "killed"}], "Share of members killed"),
        ([{"state": "wounded", "place": "U.S."}], "People injured in U.S."),
        ([{"place": "Paris"}, *[{"place": "Grand Foyer"}] * 2], "People in Paris"),
        ([{"subject": "bridge |  | halmar", "counted": "Halmar bridges", "place": "Halmar"}], "Halmar bridges"),
    ],
)
def test_a_label_says_what_its_claims_say(claims: list[dict[str, Any]], expected: str) -> None:
    found = labels([row(number, **claim) for number, claim in enumerate(claims)])
    assert found == [expected] or (" " not in expected and f" {expected} in " in found[0])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2_500_000.0, "2.5 million"),
        (110e9, "110 billion"),
        (1_234_567.0, "1,234,567"),
        (1_250.0, "1,250"),
        (0.5, "0.5"),
    ],
)
def test_a_number_in_a_label_is_written_as_people_write_it(value: float, written: str) -> None:
    hurt = {"state": "injured"}
    found = labels([row(1, 3, **hurt)], [row(2, value, **hurt)])
    assert found[1] == f"People injured (2 March 2026: {written})"


def test_figures_of_one_name_and_day_are_told_apart_by_their_numbers() -> None:
    hurt = {"state": "injured", "place": "Halmar"}
    found = labels([row(1, 12, **hurt)], [row(2, 1_250, **hurt), row(3, 1_250, **hurt), row(4, 1_300, **hurt)])
    assert found == ["People injured in Halmar (2 March 2026: 12)", "People injured in Halmar (2 March 2026: 1,250)"]
    same = labels([row(1, 12, **hurt)], [row(2, 12, **hurt)])
    assert same == [
        "People injured in Halmar (2 March 2026: 12) no. 1",
        "People injured in Halmar (2 March 2026: 12) no. 2",
    ]


def in_known_set(text: str, number: str, **more: Any) -> bool:
    documents = DOCUMENTS.frame([{"doc_id": "d1", "text": text}])
    claim = row(1, {"one": 1.0, "two": 2.0, "three": 3.0}[number.lower()], start=text.index(number), **more)
    return known_sets(documents, CLAIMS.frame([claim])).to_list() == ["c1"]


@pytest.mark.parametrize(
    "text",
    ["The two nations signed.", "They met, and these two firms gain.", "Its two banks lend.", "the other two go"],
)
def test_a_small_definite_number_names_a_known_set(text: str) -> None:
    assert in_known_set(text, "two")


@pytest.mark.parametrize(
    ("text", "number", "more"),
    [
        ("Two nations signed.", "Two", {}),
        ("The three nations signed.", "three", {}),
        ("The two men were shot.", "two", {"state": "shot"}),
        ("The two men were killed.", "two", {"state": "killed"}),
        ("They bathe two horses.", "two", {}),
        ("The up to two extra days.", "two", {"modifier": "at_most"}),
        ("The last two days.", "two", {"unit": "day", "dimension": "time"}),
    ],
)
def test_other_numbers_are_counts(text: str, number: str, more: dict[str, Any]) -> None:
    assert not in_known_set(text, number, **more)
