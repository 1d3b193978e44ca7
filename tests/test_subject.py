"""What numbers count: parts of wholes, the trace, normal forms, and that hostile text does no harm."""

from __future__ import annotations

import pytest

from tracker.language import extract
from tracker.language.subjects.groupnames import group_name
from tracker.language.subjects.state import participle, state_class
from tracker.model import Claim, Document, Kind, Subject


def claims(text: str) -> dict[str, Claim]:
    return {claim.surface: claim for claim in extract(Document("d", text))}


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("At least 31 people, including eight children, were killed.", "eight", "31"),
        ("Sixty passengers were rescued, 14 of them in critical condition.", "14", "Sixty"),
        ("Ninety people died, 22 of whom were nurses.", "22", "Ninety"),
        ("The fire killed 27 villagers, among them nine women and four children.", "four", "27"),
        ("Of the 50 detainees, 12 were minors.", "12", "50"),
    ],
)
def test_a_part_names_the_claim_it_is_a_part_of(text: str, part: str, whole: str) -> None:
    found = claims(text)
    assert found[part].part_of == found[whole].claim_id
    assert found[whole].part_of is None


@pytest.mark.parametrize(
    "text",
    [
        "The shelling killed 20 people, including 13 farmers, and 30 others were wounded.",
        "The siege left 20 people dead, including 13 children, and more than 30 wounded.",
    ],
)
def test_a_number_after_the_parts_with_a_fate_of_its_own_is_no_part(text: str) -> None:
    found = claims(text)
    assert found["13"].part_of == found["20"].claim_id
    assert found["30"].part_of is None


def test_steps_say_which_words_gave_what() -> None:
    steps = claims("Moscow has sent 4,000 soldiers to the border.")["4,000"].steps
    by_field = {step.field: (step.words, step.reading) for step in steps}
    assert by_field["counted"][0] == "soldiers"
    assert by_field["state"] == ("sent", "sent")
    assert by_field["group"] == ("Moscow", "russian")
    assert by_field["subject"][1] == "troops, russian"


def test_the_subject_column_reads_back() -> None:
    column = claims("Police freed 12 captured Kenyan truck drivers.")["12"].subject
    assert column is not None
    assert str(Subject.parse(column)) == column
    assert Subject.parse(column).groups == ("kenyan",)


@pytest.mark.parametrize("noun", ["soldiers", "troops", "servicemen", "fighters", "military personnel"])
def test_synonyms_of_soldiers_have_one_head(noun: str) -> None:
    column = claims(f"Moldova sent 300 {noun} abroad.")["300"].subject
    assert column is not None
    assert Subject.parse(column).head == "troops"


@pytest.mark.parametrize(
    "text",
    [
        "The storm killed 17 people.",
        "Fatalities reached 17.",
        "The death toll rose to 17.",
        "17 dead after storm",
        "Seventeen died.",
    ],
)
def test_tolls_in_any_words_are_people_killed(text: str) -> None:
    (claim,) = extract(Document("d", text))
    assert claim.subject == "people"
    assert claim.state is not None
    assert state_class(claim.state) == "killed"


@pytest.mark.parametrize(
    "name", ["North Korea", "North Korean", "North Korea's", "Pyongyang’s", "North Koreans", "DPRK"]
)
def test_names_of_one_country_are_one_group(name: str) -> None:
    assert group_name(name) == "north korean"


def test_counted_stands_where_its_words_do() -> None:
    text = "Crews rescued 14 stranded deep-sea divers near the reef."
    assert claims(text)["14"].counted == "stranded deep-sea divers"


@pytest.mark.parametrize(
    ("lemma", "wanted"),
    [
        ("kill", "killed"),
        ("flee", "fled"),
        ("carry", "carried"),
        ("seize", "seized"),
        ("stop", "stopped"),
        ("send", "sent"),
    ],
)
def test_participles_of_lemmas(lemma: str, wanted: str) -> None:
    assert participle(lemma, None) == wanted


def test_a_state_without_a_class_is_its_own() -> None:
    assert state_class("Photographed") == "photographed"


@pytest.mark.parametrize(
    "text",
    [
        "12 of of of of of of of of of of of of of of of of of of",
        "30 " + "and " * 2_000,
        "5 " + "dead " * 1_000,
        "7 " + "-" * 500 + " people",
        "9 including 8 including 7 including 6 including 5 including 4 of whom 3 of them 2",
        "vs 5 vs 6 vs 7 vs 8 " * 100,
        "\ud800 12 \udfff people died",
        "1 " * 900,
    ],
)
def test_hostile_sentences_are_read_without_an_exception(text: str) -> None:
    for claim in extract(Document("d", text)):
        assert text[claim.start : claim.end] == claim.surface


def test_what_is_no_quantity_counts_nothing() -> None:
    for claim in extract(Document("d", "On 3 May 2021 the Group of Seven met at 10:30 a.m. in Room 12.")):
        if claim.kind is not Kind.QUANTITY:
            assert (claim.counted, claim.state, claim.subject, claim.outlook) == (None, None, None, None)
