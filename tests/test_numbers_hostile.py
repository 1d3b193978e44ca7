"""Hostile text is bounded work, never an exception, and nothing too long to be a number is taken for one."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.language import extract
from tracker.language.numbers.expressions import find_expressions
from tracker.language.segment import split
from tracker.limits import LIMITS
from tracker.model import Document, Kind, Part

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).parent.parent
HOSTILE = {
    "digits": "9" * 100_000,
    "ands": "and " * 10_000,
    "number words": "one hundred and " * 5_000,
    "commas": "1," * 50_000,
    "groups": "1,234" + ",567" * 30_000,
    "points": "1." * 50_000,
    "hyphens": "2-" * 50_000,
    "brackets": "(" * 30_000 + "12" + ")" * 30_000,
    "hedges": "at least " * 10_000 + "12",
    "to": "3 to " * 20_000 + "4",
    "dashes": "-" * 50_000,
    "dots": "." * 50_000,
    "capitals": "A" * 100_000,
    "apostrophes": "a'" * 50_000,
    "urls": "http://" * 20_000,
    "mail": "a@" * 40_000,
    "zero width": "1\u200b" * 50_000,
    "bidi": "\u202e12\u202c" * 10_000,
    "surrogates": "\ud800 12 \udfff " * 5_000,
    "scripts": "١2३4５" * 10_000,
    "fractions": "½" * 50_000,
    "dollars": "$" * 50_000 + "5",
    "percent": "5%" * 30_000,
    "spaces": " " * 100_000 + "5",
    "lines": "\n" * 100_000 + "5 men",
    "months": "May 5, " * 20_000,
    "years": "2016-" * 20_000,
    "clock": "12:30:" * 20_000,
    "magnitudes": "5 " + "million " * 20_000,
    "huge": "9" * 119 + " quintillion quadrillion trillion",
    "of": "thousands of " * 10_000,
    "nul": "\x00" * 10_000 + "5",
    "nested brackets": "(12 [13 {14 " * 5_000 + "}])" * 5_000,
    "bidi inside": "1\u202e2\u202c3\u2066,000\u2069 men " * 3_000,
    "mixed words": "сто one hundred 百 thousand " * 5_000,
    "not numbers": "NaN people, inf men, 1e999 cars, -Infinity euros, 0x1F boats, 1_000 men. " * 1_000,
    "past floats": "1" + "0" * 118 + " million trillion men and 1e309 women. " + "million " * 60 + "dollars",
    "ages": "5-year-old " * 10_000,
    "quotes": '"' * 20_000 + "5 men said",
    "said": "said 5 men " * 8_000,
    "of of": "5 of 6 of " * 8_000,
    "dates": "since 5 May until " * 5_000,
    "datelines": "PARIS (AP) - " * 5_000 + "5 men died",
}
WHOLE = 5_000
"""So much of a hostile text goes through the whole of extraction; its caps are at far less."""


def read(text: str) -> list[object]:
    found: list[object] = []
    for sentence in split(text, Part.TEXT):
        found.extend(find_expressions(text[sentence.start : sentence.end]))
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_without_an_exception(name: str) -> None:
    read(HOSTILE[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_one_hostile_sentence_is_read_without_an_exception(name: str) -> None:
    find_expressions(HOSTILE[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gives_claims_with_true_spans(name: str) -> None:
    text = HOSTILE[name] if name in {"digits", "ands"} else HOSTILE[name][:WHOLE]
    found = extract(Document("hostile", text, title=text[:400]))
    assert [claim for claim in found if (claim.part, claim.surface) == (Part.TEXT, text[claim.start : claim.end])] == [
        claim for claim in found if claim.part is Part.TEXT
    ]
    values = [value for claim in found for value in (claim.value, claim.low, claim.high, claim.canonical_value)]
    assert all(math.isfinite(value) for value in values if value is not None)


def test_what_the_cap_on_a_sentence_leaves_out_is_told() -> None:
    text = "Police said 5 men " + "and many of their good old friends from the hills " * 60 + "met 7 women in the port."
    found = extract(Document("long", text))
    told = {claim.surface: [step.reading for step in claim.steps if step.field == "sentence"] for claim in found}
    assert told["5"] == ["a piece: it is longer than 2,000 characters"]
    text = "Police said 5 men " + "a b " * 200 + "met 7 women."
    (near, far) = extract(Document("wordy", text))
    assert [step.reading for step in near.steps if step.field == "sentence"] == []
    assert [step.reading for step in far.steps if step.field == "sentence"] == [
        f"its grammar is read as far as word {LIMITS.max_parsed_tokens}, and this comes later"
    ]


MEASURED = """
import re, sys
from pathlib import Path
from tracker.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status")
    high = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.is_file() else None
    print("peak", int(high[1]) // 1024 if high else 0, file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.parametrize("command", ["extract", "build"])
def test_lines_of_many_megabytes_are_bounded_work_and_what_is_left_out_is_told(command: str, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "fifty", "text": "5 men died. " * 4_400_000}),
        json.dumps({"id": "small", "text": "Nine men were saved."}),
        json.dumps({"id": "nineteen", "text": "Eight men died. " + "word " * 3_900_000}),
    ]
    source = tmp_path / "lines.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    options = ["-w", str(tmp_path / "w"), "--workers", "1"] if command == "build" else []
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, command, str(source), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert "line 1: the line is over the limit" in ran.stderr
    assert f"nineteen: what is past {LIMITS.max_document_chars:,} characters is not read for numbers" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert int(ran.stderr.split("peak ")[-1]) < 700
    if command == "extract":
        assert [json.loads(line)["surface"] for line in ran.stdout.splitlines()] == ["Nine", "Eight"]
    else:
        assert "2 claims" in ran.stdout


def test_a_run_of_digits_past_the_cap_is_an_identifier() -> None:
    (found,) = find_expressions("Serial " + "7" * (LIMITS.max_number_chars + 1) + " was seen.")
    assert found.kind is Kind.IDENTIFIER


@pytest.mark.parametrize("word", ["NaN", "nan", "inf", "Infinity", "-inf", "1e999", "0x1F"])
def test_no_word_becomes_a_number_that_is_none(word: str) -> None:
    for found in find_expressions(f"The value was {word} people."):
        assert found.value is None or abs(found.value) < 1e300


def operations(text: str) -> int:
    """Calls that reading takes, of Python functions and of built-in ones."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    previous = sys.getprofile()
    sys.setprofile(profile)
    try:
        read(text)
    finally:
        sys.setprofile(previous)
    return count


NEWS = (
    "Some {n} people were killed and 40 wounded on May {d}, 2016, police said, as prices rose {p} percent to $4.5bn. "
    "The 34-year-old, who was one of {n} detained, faces up to {d} years in prison.\n"
)


def article(length: int, number: int) -> str:
    """News of the length, no sentence of it in another article whose first `number` is far off."""
    text = ""
    while len(text) < length:
        number += 1
        text += NEWS.format(n=number * 17, d=number % 27 + 1, p=number % 90 + 2)
    return text[:length]


def test_twice_the_text_takes_twice_the_operations() -> None:
    read(article(2_000, 1))
    ratio = operations(article(64_000, 10_000)) / operations(article(32_000, 50_000))
    assert ratio < 2.2
