"""When a document was published is read for certain or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.dates import read_published

CASES = json.loads((Path(__file__).parent.parent / "fixtures/reading/dates.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(("text", "moment", "grain"), CASES, ids=[case[0] or "empty" for case in CASES])
def test_a_date_is_read_for_certain_or_refused(text: str, moment: str | None, grain: str | None) -> None:
    if moment is None:
        with pytest.raises(ValueError, match=r"\w"):
            read_published(text)
        return
    found, found_grain = read_published(text)
    assert (found.isoformat(), found_grain.value) == (moment, grain)


@given(st.text(max_size=80) | st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/. ]\d{1,4}([T ]\d\d:\d\d(Z|[+-]\d\d:?\d\d)?)?"))
def test_any_text_is_a_date_in_utc_or_refused(text: str) -> None:
    try:
        moment, _ = read_published(text)
    except ValueError:
        return
    offset = moment.utcoffset()
    assert offset is not None
    assert not offset
