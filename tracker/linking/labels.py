"""A figure's name, made from its claims: "North Korean troops sent to Russia", "People killed in Dnipro".

Short, the same whatever the order of the claims, and distinct: figures that would share a name get the time or what
else tells them apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.wordlists import table
from tracker.linking.places import is_wider

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

LONGEST = 80
_UNIT_NAMES = {"currency": "Amount", "percent": "Share", "time": "Duration", "length": "Distance", "other": "Number"}
_MEASURED = {"time": "duration of", "length": "distance of"}
_PREPOSITIONS = {
    "sent": "to",
    "headed": "to",
    "delivered": "to",
    "shipped": "to",
    "pledged": "for",
    "massed": "at",
    "displaced": "from",
}
_PLAIN_STATE = {"arrival": "arrived", "deployed": "sent", "killed or injured": "lost"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a label is made from: one figure's commonest words and keys."""

    figure_id: str
    head: str
    counted: str
    groups: tuple[str, ...]
    qualifiers: tuple[str, ...]
    state: str
    place: str
    place_words: str
    per: str
    change: str
    ahead: bool
    dimension: str
    unit: str
    first: datetime | None
    last: datetime | None


def named(figure_id: str, rows: Sequence[Mapping[str, object]]) -> Named:
    """What the claims of one figure, rows of `keyed`, have most in common."""
    state = _commonest(row["state_key"] for row in rows)
    place = _widest([str(row["place_key"]) for row in rows if row["place_key"]])
    times = sorted(row["published"] for row in rows if row["published"] is not None)  # type: ignore[type-var]
    return Named(
        figure_id=figure_id,
        head=_commonest(row["head"] for row in rows),
        counted=_commonest(row["counted"] for row in rows),
        groups=tuple(item for item in _commonest(row["groups"] for row in rows).split(", ") if item),
        qualifiers=tuple(
            item for item in _commonest((row["qualifiers"] for row in rows), blank=True).split(", ") if item
        ),
        state=_state_word(state, [str(row["state"]) for row in rows if row["state_key"] == state and row["state"]]),
        place=place,
        place_words=_commonest(row["place"] for row in rows if row["place_key"] == place),
        per=str(rows[0]["per"]),
        change=str(rows[0]["change"]),
        ahead=rows[0]["phase"] == "ahead",
        dimension=str(rows[0]["dimension"] or "count"),
        unit=str(rows[0]["unit"] or "count"),
        first=times[0] if times else None,  # type: ignore[arg-type]
        last=times[-1] if times else None,  # type: ignore[arg-type]
    )


def _commonest(items: Iterable[object], *, blank: bool = False) -> str:
    """The item that stands most often, of several the one that stands first; blanks only count if asked."""
    counts = Counter(str(item or "") for item in items)
    if not blank:
        counts.pop("", None)
    return max(counts, key=counts.__getitem__, default="")


def _widest(places: Sequence[str]) -> str:
    """The country if the others lie in it, else the place named most often."""
    found = sorted(set(places))
    for place in found:
        if len(found) > 1 and all(other == place or is_wider(place, other) for other in found):
            return place
    return _commonest(places)


def _state_word(state: str, words: Sequence[str]) -> str:
    if state in _PLAIN_STATE:
        return _PLAIN_STATE[state]
    return state if state in words or not words else _commonest(words) if state.count(" ") else state


def label(figure: Named) -> str:
    """The figure's name, before it is told apart from others."""
    words = [*_thing(figure), *_fate(figure), *_where(figure)]
    if figure.per:
        words.append(f"per {figure.per}")
    text = " ".join(words)
    text = text[:1].upper() + text[1:]
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _thing(figure: Named) -> list[str]:
    """Whose and what: groups, qualifiers and the head noun."""
    groups = group_words(figure.groups)
    noun = _noun(figure) or _UNIT_NAMES.get(figure.dimension, figure.dimension.capitalize())
    before = [word for word in figure.qualifiers if " " not in word and word not in noun.split()]
    after = [word for word in figure.qualifiers if " " in word]
    if figure.change:
        before = ["more" if figure.change == "increase" else "fewer", *before]
    measured = _MEASURED.get(figure.dimension, "") if figure.head and not figure.state else ""
    return [word for word in (measured, *before, groups, noun, *after) if word]


def _noun(figure: Named) -> str:
    """The name of the head's class, else the counted noun as the texts have it."""
    if not figure.head or figure.head in table("heads")["classes"]:
        return figure.head or figure.counted
    last = figure.counted.split()[-1:] if figure.counted else []
    return last[0].lower() if last and last[0].lower().startswith(figure.head[:3]) else figure.head


def group_words(groups: Sequence[str]) -> str:
    """Groups as a text has them: "North Korean and Russian"."""
    return " and ".join(" ".join(part.capitalize() for part in group.split()) for group in groups)


def _fate(figure: Named) -> list[str]:
    if not figure.state or not _noun(figure) or figure.state == figure.head:
        return []
    if figure.ahead and figure.state == _PLAIN_STATE["arrival"]:
        return ["expected"]
    return [f"to be {figure.state}" if figure.ahead else figure.state]


def _where(figure: Named) -> list[str]:
    if not figure.place_words:
        return []
    return [_PREPOSITIONS.get(figure.state, "in"), figure.place_words]


def distinct_labels(figures: Sequence[Named]) -> dict[str, str]:
    """A label for each figure id, no two the same."""
    labels = {figure.figure_id: label(figure) for figure in figures}
    for tell in (_month, _day):
        shared = _shared(labels)
        labels |= {
            figure.figure_id: f"{label(figure)} ({tell(figure)})"
            for figure in figures
            if labels[figure.figure_id] in shared and tell(figure)
        }
    return _numbered(labels, figures)


def _shared(labels: Mapping[str, str]) -> set[str]:
    counts = Counter(labels.values())
    return {text for text, number in counts.items() if number > 1}


def _month(figure: Named) -> str:
    return f"{figure.first:%B %Y}" if figure.first else ""


def _day(figure: Named) -> str:
    return f"{figure.first.day} {figure.first:%B %Y}" if figure.first else ""


def _numbered(labels: dict[str, str], figures: Sequence[Named]) -> dict[str, str]:
    """What is still shared is numbered in the order of the figures."""
    counts: Counter[str] = Counter()
    shared = _shared(labels)
    for figure in figures:
        text = labels[figure.figure_id]
        if text in shared:
            counts[text] += 1
            labels[figure.figure_id] = f"{text} no. {counts[text]}"
    return labels
