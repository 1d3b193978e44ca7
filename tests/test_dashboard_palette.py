"""Colours: contrast is computed, and colour never stands alone."""

from __future__ import annotations

import pytest

from dashboard import palette
from tracker.model import FindingClass

TEXT, MARK = 4.5, 3.0


@pytest.mark.parametrize("theme", palette.THEMES.values(), ids=palette.THEMES)
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent"])
@pytest.mark.parametrize("paper", ["page", "card", "raised", "selected", "band"])
def test_text_stands_out_from_its_ground(theme: palette.Theme, ink: str, paper: str) -> None:
    assert palette.contrast(getattr(theme, ink), getattr(theme, paper)) >= TEXT


@pytest.mark.parametrize("theme", palette.THEMES.values(), ids=palette.THEMES)
def test_marked_words_stand_out(theme: palette.Theme) -> None:
    assert palette.contrast(theme.ink, theme.number) >= TEXT
    for line in (theme.claimant, theme.place, theme.accent):
        assert palette.contrast(line, theme.card) >= MARK


@pytest.mark.parametrize("colour", [*palette.SOURCE_COLOURS, palette.UNKNOWN_COLOUR])
def test_a_source_s_colour_stands_out_in_light_and_in_dark(colour: str) -> None:
    for theme in palette.THEMES.values():
        assert palette.contrast(colour, theme.card) >= MARK
        assert palette.contrast(colour, theme.page) >= MARK


@pytest.mark.parametrize("kind", FindingClass)
def test_every_class_of_findings_has_a_legible_chip(kind: FindingClass) -> None:
    for paper, ink in palette.CLASS_CHIPS[kind]:
        assert palette.contrast(paper, ink) >= TEXT


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_sources_differ_in_colour_and_symbol_and_later_pairs_are_new() -> None:
    names = [f"source {number}" for number in range(64)]
    marks = palette.marks(names)
    first = [marks[name] for name in names[:8]]
    assert len({mark.colour for mark in first}) == len({mark.symbol for mark in first}) == 8
    assert len({marks[name] for name in names}) == 64
    assert palette.UNKNOWN_SOURCE in marks
    assert marks[palette.UNKNOWN_SOURCE] not in [marks[name] for name in names]


def test_the_style_sheet_names_every_colour_in_both_schemes() -> None:
    light, dark, paper = palette.stylesheet().splitlines()
    assert dark.startswith("@media screen{")
    assert palette.DARK.card in paper
    for name in palette.Theme.__slots__:
        assert f"--{name}:" in light
        assert f"--{name}:" in dark
    for kind in FindingClass:
        assert f"--{kind.value}-ink:" in dark
