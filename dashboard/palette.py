"""Every colour of the dashboard, its contrast, and the mark of each source.

The eight source colours follow Okabe and Ito's colour-blind-safe set (Color Universal Design, 2008), darkened until
each one stands at least 3 to 1 against the page in light and in dark, so that a mark keeps its colour in both. Colour
never stands alone: a source has a symbol, a class of findings its word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.model import ALARMS, FindingClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNKNOWN_SOURCE = "unknown source"
OTHER_SOURCES = "other sources"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one scheme; all text colours reach 4.5 to 1 on `page`, `card` and `raised`."""

    page: str
    card: str
    raised: str
    ink: str
    quiet: str
    line: str
    grid: str
    accent: str
    band: str
    selected: str
    number: str
    claimant: str
    place: str


LIGHT = Theme(
    page="#f6f7f9",
    card="#ffffff",
    raised="#f0f3f6",
    ink="#17202b",
    quiet="#586473",
    line="#dde2e8",
    grid="#e8ecf0",
    accent="#0b5cad",
    band="#e7f0fa",
    selected="#e9f2fc",
    number="#ffdf80",
    claimant="#a04a00",
    place="#3f6f1f",
)
DARK = Theme(
    page="#0f141a",
    card="#171e26",
    raised="#1e2731",
    ink="#e9eef4",
    quiet="#a3afbd",
    line="#2c3744",
    grid="#26303b",
    accent="#7dbcf7",
    band="#1b2b3d",
    selected="#1b2c40",
    number="#6b5200",
    claimant="#f0a868",
    place="#9ccc78",
)
THEMES = {"light": LIGHT, "dark": DARK}

SOURCE_COLOURS = ("#0f73b8", "#c65102", "#0a8f68", "#b0529a", "#8a7a00", "#d0455a", "#6f6bd1", "#5f7d8c")
SOURCE_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "star", "hexagon")
"""Each is told from the others when hollow, too."""
UNKNOWN_COLOUR = "#727d89"
UNKNOWN_SYMBOL = "bowtie"
OTHER_SYMBOL = "circle"

DEVIATIONS = {
    "low-1": ("#dbeaf8", "#1a3550"),
    "low-2": ("#aed1f0", "#1f4a74"),
    "low-3": ("#79b2e2", "#245f98"),
    "high-1": ("#fce8d3", "#44300f"),
    "high-2": ("#f7cb9a", "#634011"),
    "high-3": ("#eda45f", "#875016"),
}
"""Below and above the others in three steps, in light and in dark; `ink` is read on each."""
CLASS_CHIPS: dict[FindingClass, tuple[tuple[str, str], tuple[str, str]]] = {
    FindingClass.CONFLICT: (("#fce4e1", "#92160b"), ("#4a1a17", "#ffb4ab")),
    FindingClass.SLIP: (("#fbe2ef", "#8d0f55"), ("#481430", "#ffb0d4")),
    FindingClass.ARITHMETIC: (("#fdeccd", "#704500"), ("#45300a", "#ffd58a")),
    FindingClass.REVISION: (("#e0ecf9", "#0b4685"), ("#12304f", "#a9d3ff")),
    FindingClass.STALE: (("#e8ebef", "#45505d"), ("#2b3540", "#c5cfda")),
    FindingClass.SCOPE: (("#eee6f8", "#552690"), ("#33214c", "#d9c2fb")),
    FindingClass.AGGREGATE: (("#dcf1f0", "#0b5452"), ("#0f3b3a", "#9ce3df")),
    FindingClass.ROUNDING: (("#e7f2df", "#34591a"), ("#223a14", "#bfe3a5")),
}
"""Paper and ink of each class's chip, in light and in dark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a source is drawn: one colour and one symbol, the same in chart, key and table."""

    colour: str
    symbol: str


def marks(sources: Iterable[str | None]) -> dict[str, Mark]:
    """A mark for each name of `sources` (most important first; None is the unknown source), no two alike.

    The first eight differ in colour and in symbol; after that pairs are new, up to 64, and then begin again.
    """
    names = list(dict.fromkeys(source for source in sources if source is not None))
    size = len(SOURCE_COLOURS)
    found = {
        name: Mark(SOURCE_COLOURS[index % size], SOURCE_SYMBOLS[(index + index // size) % size])
        for index, name in enumerate(names)
    }
    found[UNKNOWN_SOURCE] = Mark(UNKNOWN_COLOUR, UNKNOWN_SYMBOL)
    found[OTHER_SOURCES] = Mark(UNKNOWN_COLOUR, OTHER_SYMBOL)
    return found


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet() -> str:
    """The colours as CSS custom properties, light by default and dark on a screen under Mantine's scheme attribute.

    On paper all is light, but for a chart that was drawn in the dark: it keeps its ground.
    """
    light = [*_properties(LIGHT), *_chips(0), *_shades(0)]
    dark = [*_properties(DARK), *_chips(1), *_shades(1)]
    dark_rule = f"[data-mantine-color-scheme=dark]{{{';'.join(dark)};color-scheme:dark}}"
    behind = f"[data-mantine-color-scheme=dark]{{--behind-chart:{DARK.card}}}"
    return f":root{{{';'.join(light)}}}\n@media screen{{{dark_rule}}}\n@media print{{{behind}}}\n"


def is_alarm(finding_class: str) -> bool:
    """Whether a finding of this class says that something must be wrong."""
    return finding_class in ALARMS


def _luminance(colour: str) -> float:
    channels: Sequence[float] = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _properties(theme: Theme) -> list[str]:
    return [f"--{name}:{getattr(theme, name)}" for name in Theme.__slots__]


def _shades(scheme: int) -> list[str]:
    return [f"--{name}:{colours[scheme]}" for name, colours in DEVIATIONS.items()]


def _chips(scheme: int) -> list[str]:
    return [
        f"--{name.value}-{role}:{colours[scheme][place]}"
        for name, colours in CLASS_CHIPS.items()
        for place, role in enumerate(("paper", "ink"))
    ]
