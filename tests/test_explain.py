"""What `figtrack explain` and the steps of a claim say is plain English, and every number's reading has its step."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tracker.commands import explain
from tracker.language import extract
from tracker.model import Claim, Kind
from tracker.reading import document

SPECS = sorted((Path(__file__).parent.parent / "fixtures" / "specs").glob("*.json"))
EVERY = 4
"""One text in so many of the specs is read here: `test_specs.py` reads them all."""


def claims(text: str, **fields: str) -> list[Claim]:
    return extract(document("a", "a", text, fields))


def explained(capsys: pytest.CaptureFixture[str], text: str) -> str:
    explain.run(text)
    return capsys.readouterr().out


def test_a_claim_is_told_in_its_sentence_then_what_is_read_then_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, "At least 43 miners died in Lima, the governor said.").splitlines() == [
        "At least [43] miners died in Lima, the governor said.",
        "  how much    at least 43",
        "  of what     miners, died",
        "  who says so the governor",
        "  where       Lima",
        "  as of       not known, since the text has no date",
        "  outlook     said to be so",
        "  how it was read:",
        "    how much: “43”",
        "    how sure: “At least” → the number is the least it may be",
        "    of what: “miners” → the words after the number",
        "    kind of thing: “miners” → miner",
        "    what happened: “died”",
        "    where: “Lima” → named in the same clause",
        "    who says so: “the governor”",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Sales rose by 1.2 million dollars.", ["  how much    1,200,000, an increase", "  unit        US dollar"]),
        ("Some 20 percent of homes burned.", ["  how much    about 20 percent", "  of what     homes, burned"]),
        ("They walk 5 miles a day.", ["  unit        mile a day; 8,046.72 in metre"]),
        ("Between 40 and 50 men came.", ["  how much    40 to 50"]),
        ("Dozens of men came.", ["  how much    at least 12"]),
        ("Five men came on 4 March 2026.", ["  as of       2026-03-04", "  kind        date, no quantity"]),
        ("No casualties were reported.", ["  how much    0", "    how much: “No” → 0"]),
        ("About 1 in 5 miners died.", ["  how much    about 20 percent", "    how much: “1 in 5” → 20 percent"]),
    ],
)
def test_what_is_read_is_told_in_words(capsys: pytest.CaptureFixture[str], text: str, lines: list[str]) -> None:
    told = explained(capsys, text).splitlines()
    assert [line for line in lines if line not in told] == []


def test_a_part_names_its_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert "  part of     300" in explained(capsys, "The storm killed 300 people, including 20 children.").splitlines()


def test_a_text_without_a_number_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, "Nobody came.") == "There is no number in it.\n"


def test_lines_are_neither_wrapped_nor_filled_up(capsys: pytest.CaptureFixture[str]) -> None:
    long = "At least 43 miners " + "and their many friends from the valley " * 10 + "died, the governor told Reuters."
    told = explained(capsys, long).splitlines()
    assert told[0] == long.replace("43", "[43]")
    assert all(line == line.rstrip() for line in told)


def test_what_a_text_hides_is_shown_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in explained(capsys, "\x1b[2JAt least 43 \x1b[31mmen\u202e came [bold] home.")


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_steps_are_plain_english_and_every_quantity_has_its_value(spec: Path) -> None:
    for case in json.loads(spec.read_text(encoding="utf-8"))["cases"][::EVERY]:
        given = {name: case[name] for name in ("title", "published") if name in case}
        for claim in claims(case["text"], **given):
            readings = [step.reading for step in claim.steps]
            assert [reading for reading in readings if re.search(r"[`_|]|\b(?:within|target) \d", reading)] == []
            if claim.kind is Kind.QUANTITY:
                assert "value" in {step.field for step in claim.steps}, (claim.surface, case["text"])
