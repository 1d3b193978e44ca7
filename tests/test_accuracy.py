"""Floors on hand-labelled data: they are raised when a measure rises, and never lowered."""

from __future__ import annotations

import json

import pytest

from benchmarks import accuracy

FLOORS = json.loads(accuracy.FLOORS.read_text(encoding="utf-8"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not accuracy.LABELS.is_dir(), reason="the labelled data is not part of a clone"),
]


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    return accuracy.measure()


@pytest.mark.parametrize(("name", "measure"), [(name, m) for name, floors in FLOORS.items() for m in floors])
def test_accuracy_stays_above_its_floor(measured: dict[str, dict[str, float]], name: str, measure: str) -> None:
    assert measured[name][measure] >= FLOORS[name][measure]
