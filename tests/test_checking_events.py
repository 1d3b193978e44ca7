"""Numbers that are of two events, places or things are explained, and the alarm stays for what is of one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_checking_findings import checked, classes, said


def test_numbers_told_of_towns_far_apart_are_of_two_events() -> None:
    one = said("a", 17, place="Hamburg")
    result = checked([one, said("b", 34, place="Lima")])
    assert result.findings["class"].to_list() == ["aggregate"]
    assert "17 is told of Hamburg, 34 of Lima" in result.findings["summary"][0]
    assert classes(one, said("b", 34, place="Hamburg")) == ["conflict"]
    assert classes(one, said("b", 34, place="LIMA")) == ["conflict"]


def test_days_that_the_texts_name_tell_events_apart() -> None:
    monday = said("a", 17, 9, text="On Monday a bus crash hurt 17.", as_of_start=said("x", 1, 2)["published"])
    thursday = said("b", 34, 9, text="A bus crash on Thursday hurt 34.", as_of_start=said("x", 1, 5)["published"])
    assert classes(monday, thursday) == ["aggregate"]
    told = thursday | {"text": "The ministry said on Thursday that 34 were hurt."}
    assert classes(monday, told) == ["conflict"]


def test_more_dead_and_fewer_hurt_is_another_event() -> None:
    def report(doc_id: str, killed: float, hurt: float) -> list[dict[str, Any]]:
        dead = said(doc_id, killed, start=40, state="killed", figure_id=f"{doc_id * 16}")
        return [said(doc_id, hurt), dead]

    assert "conflict" not in classes(*report("a", 26, 11), *report("b", 11, 25))
    assert classes(*report("a", 11, 24), *report("b", 11, 25)) == ["conflict"]


def test_a_war_and_a_raid_are_no_revision_of_each_other() -> None:
    assert classes(said("a", 48), said("b", 470_000, 5)) == ["aggregate"]
    assert classes(said("a", 48), said("b", 480, 2)) == ["slip"]


def test_one_text_that_gives_two_numbers_tells_of_two_things() -> None:
    laptop = {"dimension": "length", "unit": "inch", "subject": "laptop", "counted": "laptop", "state": None}
    assert classes(said("a", 13, **laptop), said("a", 15, start=40, **laptop)) == ["aggregate"]


@pytest.mark.parametrize(
    ("number", "text", "found"),
    [
        (8, "Ms Ode and 8 others were hurt.", "scope"),
        (8, "8 others were hurt.", "conflict"),
        (8, "8 people from Leeds and a 22-year-old man were hurt.", "scope"),
        (8, "8 people were hurt and a man was killed.", "conflict"),
        (6, "6 people were hurt in the town and 3 people were hurt outside it.", "scope"),
        (12, "Police at first said 12 people were hurt.", "revision"),
    ],
)
def test_words_beside_a_number_explain_a_difference(number: float, text: str, found: str) -> None:
    start = text.index(str(number))
    told = [said("a", 9), said("b", number, text=text, start=start, end=start + len(str(number)))]
    if "3 people" in text:
        told.append(said("b", 3, text=text, start=text.index("3"), figure_id="e" * 16))
    assert classes(*told) == [found]
