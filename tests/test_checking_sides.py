"""Which side a claim that fits several is put on: quick, and as if every level were looked at."""

from __future__ import annotations

import math
import time
from bisect import bisect_left
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.checking.talk import Talk

MOMENTS = st.integers(0, 12).map(float)
"""Few, so that equals are common."""


def by_looking_at_each(
    levels: list[float], times: list[list[float]], fitting: range, moment: float, number: float
) -> int:
    """Each level's nearest time and its distance in value, the least of all; what `Talk` must agree with."""
    ordered = [sorted(each) for each in times]

    def far(index: int) -> tuple[float, float]:
        near = bisect_left(ordered[index], moment)
        around = ordered[index][max(near - 1, 0) : near + 1]
        return min((abs(each - moment) for each in around), default=math.inf), abs(levels[index] - number)

    return min(fitting, key=far)


@settings(deadline=None)
@given(st.data())
def test_the_level_named_nearest_in_time_then_in_value_is_found(data: st.DataObject) -> None:
    values = st.one_of(st.integers(-20, 20).map(float), st.floats(allow_nan=False), st.just(math.inf))
    levels = sorted(data.draw(st.sets(values, min_size=1, max_size=12)))
    times = [data.draw(st.lists(MOMENTS, max_size=4)) for _ in levels]
    talk = Talk(levels, times)
    first = data.draw(st.integers(0, len(levels) - 1))
    fitting = range(first, data.draw(st.integers(first + 1, len(levels))))
    moment, number = data.draw(MOMENTS), data.draw(st.floats(allow_nan=False, allow_infinity=False))
    assert talk.nearest(fitting, moment, number) == by_looking_at_each(levels, times, fitting, moment, number)
    number = float(data.draw(st.integers(-20, 20)))
    assert talk.nearest(fitting, moment, number) == by_looking_at_each(levels, times, fitting, moment, number)


def test_twenty_thousand_open_bounds_take_no_minutes() -> None:
    chance = Random(7)  # noqa: S311 -- a repeatable choice, nothing secret
    levels = [float(each) for each in range(20_000)]
    times = [[chance.random() * 1e9] for _ in levels]
    began = time.perf_counter()
    talk = Talk(levels, times)
    for each in range(20_000):
        talk.nearest(range(each // 2, len(levels)), chance.random() * 1e9, chance.random() * 2e4)
    assert time.perf_counter() - began < 20
