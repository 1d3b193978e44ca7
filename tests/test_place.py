"""Places: the gazetteer, and the forms of a place that line claims up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.language.places.gazetteer import is_country, is_major, is_place
from tracker.language.places.place import dateline_end, normal_place


@pytest.mark.parametrize("name", ["Kursk", "kyiv", "São Paulo", "Sao Paulo", "The Hague", "U.S.", "West Bank", "Lima"])
def test_known_places_are_places(name: str) -> None:
    assert is_place(name)


@pytest.mark.parametrize("name", ["", "Police", "March", "President", "Zqxv", "a" * 500, "\ud800"])
def test_other_words_are_none(name: str) -> None:
    assert not is_place(name)


def test_a_country_is_told_from_a_city() -> None:
    assert is_country("Peru")
    assert is_country("the U.S.".removeprefix("the "))
    assert not is_country("Lima")
    assert is_major("Lima")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kursk", "the Kursk region"),
        ("Kyiv", "Kiev"),
        ("Deir ez-Zor", "Deir Ezzor city"),
        ("U.S.", "the United States"),
        ("the city of Homs", "Homs"),
        ("São Paulo", "Sao Paulo"),
        ("western Kursk", "Kursk"),
        ("Mariupol city", "Mariupol"),
    ],
)
def test_ways_to_write_a_place_have_one_form(one: str, other: str) -> None:
    assert normal_place(one) == normal_place(other)


@pytest.mark.parametrize(("one", "other"), [("North Korea", "South Korea"), ("West Bank", "Bank"), ("Kursk", "Sumy")])
def test_other_places_have_other_forms(one: str, other: str) -> None:
    assert normal_place(one) != normal_place(other)


@given(st.text(max_size=80))
def test_any_text_has_a_form_that_stays(text: str) -> None:
    assert isinstance(normal_place(text), str)


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("TULSA, Okla. (AP) — A storm hit.", "TULSA, Okla. (AP) — "),
        ("MIAMI (CBSMiami) – Police said.", "MIAMI (CBSMiami) – "),
        ("A storm hit TULSA — again.", ""),
        ("A" * 5_000 + " — ", ""),
    ],
)
def test_a_dateline_ends_at_its_dash(text: str, dateline: str) -> None:
    assert text[: dateline_end(text)] == dateline
