"""As-of times: arithmetic over calendars, and that no words break it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.language import extract
from tracker.language.times import spans
from tracker.language.times.datewords import find_times
from tracker.language.times.timereference import Reference
from tracker.model import Document, Grain

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2150, 12, 31))
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def meant(text: str, published: date, *, ahead: bool = False) -> spans.Span | None:
    (mention,) = find_times(text)
    return mention.resolve(Reference(datetime(published.year, published.month, published.day, tzinfo=UTC), ahead))


@given(DAYS, st.integers(0, 6))
def test_a_weekday_gone_by_is_the_last_one_up_to_publication(published: date, number: int) -> None:
    span = meant(f"on {NAMES[number]}", published)
    assert span is not None
    assert span.start.weekday() == number
    assert timedelta(0) <= published - span.start.date() < timedelta(7)


@given(DAYS, st.integers(0, 6))
def test_a_weekday_ahead_is_the_next_one_from_publication(published: date, number: int) -> None:
    span = meant(f"on {NAMES[number]}", published, ahead=True)
    assert span is not None
    assert span.start.weekday() == number
    assert timedelta(0) <= span.start.date() - published < timedelta(7)


@given(DAYS, st.sampled_from(["week", "month", "quarter", "year"]))
def test_last_this_and_next_follow_each_other(published: date, unit: str) -> None:
    last, this, following = (meant(f"{which} {unit}", published) for which in ("last", "this", "next"))
    assert last is not None
    assert this is not None
    assert following is not None
    second = timedelta(seconds=1)
    assert last.end + second == this.start
    assert this.end + second == following.start
    assert this.start.date() <= published <= this.end.date()


@given(DAYS, st.integers(1, 400), st.sampled_from(["day", "week", "month", "year"]))
def test_moving_back_and_forth_stays_within_a_months_end(published: date, count: int, unit: str) -> None:
    start = datetime(published.year, published.month, published.day, tzinfo=UTC)
    back = spans.moved(start, -count, unit)
    assert back < start
    if unit in {"day", "week"}:
        assert spans.moved(back, count, unit) == start


@given(DAYS)
def test_a_month_and_day_without_a_year_is_never_more_than_a_year_away(published: date) -> None:
    for ahead in (False, True):
        span = meant("on March 9", published, ahead=ahead)
        assert span is not None
        assert abs((span.start.date() - published).days) <= 366


@pytest.mark.parametrize(
    "text", ["on February 30", "31.02.2020", "2020-13-40", "in 1999 BC on 99/99/2020", "on Feb. 29, 2023"]
)
def test_dates_that_are_none_do_not_break(text: str) -> None:
    for mention in find_times(text):
        mention.resolve(Reference(datetime(2026, 3, 5, tzinfo=UTC)))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *NAMES,
                "last",
                "since",
                "from",
                "to",
                "between",
                "and",
                "12",
                "2019",
                "May",
                "ago",
                "weeks",
                "the",
                "end",
                "of",
                "year",
                "in",
                "-",
                "99999999",
            ]
        ),
        max_size=25,
    )
)
def test_no_order_of_time_words_breaks(words: list[str]) -> None:
    for published in (None, datetime(2024, 2, 29, tzinfo=UTC)):
        for mention in find_times(" ".join(words)):
            span = mention.resolve(Reference(published))
            assert span is None or span.start <= span.end


def test_long_texts_of_time_words_take_little_time() -> None:
    begun = time.perf_counter()
    for piece in ("since Friday ", "12 ", "last ", "from 2019 to ", "the end of "):
        find_times(piece * 20_000)
    assert time.perf_counter() - begun < 5


def test_an_undated_document_gets_no_time() -> None:
    (claim,) = extract(Document(doc_id="x", text="On Friday 12 people were killed."))
    assert (claim.as_of_start, claim.as_of_end, claim.as_of_grain) == (None, None, Grain.UNKNOWN)


def test_the_time_of_day_is_kept_for_an_instant() -> None:
    published = datetime(2026, 3, 5, 16, 45, tzinfo=UTC)
    document = Document(doc_id="x", text="Some 12 people died.", published=published, published_grain=Grain.INSTANT)
    (claim,) = extract(document)
    assert (claim.as_of_start, claim.as_of_end, claim.as_of_grain) == (published, published, Grain.INSTANT)
