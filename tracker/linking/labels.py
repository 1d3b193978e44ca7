"""A figure's name, made from its claims: "North Korean troops sent to Russia", "People killed in Dnipro".

Short, the same whatever the order of the claims, and distinct: figures that would share a name get the time, and if
that is not enough the number that most of their claims state.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.language.wordlists import table
from tracker.linking.kinship import PEOPLE, is_fate, lining_state
from tracker.linking.places import country_of_group, is_known, is_wider
from tracker.linking.rounding import last_digit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

LONGEST = 80
SHORT_NAME = 3
"""So many capitals are an abbreviation ("UK"); more are a headline's or a dateline's."""
OFTEN = 1 / 3
"""A group is in a label if at least this share of the claims name one."""
STEM = 5
"""Letters by which a state and a noun are of one word ("injured", "injuries")."""


def _table() -> dict[str, Any]:
    return table("labels", "linking")


LABELLED = (
    *("claim_id", "published", "head", "counted", "groups", "qualifiers", "state", "state_key", "place", "place_key"),
    *("per", "change", "phase", "dimension", "unit", "measure", "value_key"),
)
"""The columns of `keyed` claims that labels are made from."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a label is made from: one figure's commonest words and keys."""

    figure_id: str
    head: str
    counted: str
    words: tuple[str, ...]
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
    number: str


def named(figure_id: str, rows: Sequence[Mapping[str, object]]) -> Named:
    """What the claims of one figure, rows of `keyed`, have most in common."""
    state = _commonest(row["state_key"] for row in rows)
    place = _widest([str(row["place_key"]) for row in rows if row["place_key"]])
    times = sorted(row["published"] for row in rows if row["published"] is not None)  # type: ignore[type-var]
    return Named(
        figure_id=figure_id,
        head=_commonest(row["head"] for row in rows),
        counted=_commonest(row["counted"] for row in rows),
        words=tuple(word for row in rows for word in str(row["counted"] or "").split()),
        groups=_common_groups([str(row["groups"]) for row in rows]),
        qualifiers=tuple(
            item for item in _commonest((row["qualifiers"] for row in rows), blank=True).split(", ") if item
        ),
        state=_state_word(state, [str(row["state"]) for row in rows if row["state_key"] == state and row["state"]]),
        place=place,
        place_words=_titled(_commonest(row["place"] for row in rows if row["place_key"] == place)),
        per=str(rows[0]["per"]),
        change=str(rows[0]["change"]),
        ahead=rows[0]["phase"] == "ahead",
        dimension=str(rows[0]["dimension"] or "count"),
        unit=str(rows[0]["unit"] or "count"),
        first=times[0] if times else None,  # type: ignore[arg-type]
        last=times[-1] if times else None,  # type: ignore[arg-type]
        number=_number(rows),
    )


def _common_groups(said: Sequence[str]) -> tuple[str, ...]:
    """The groups that most of the claims which name one do, unless so few name any that others are likely meant."""
    named_ones = [groups for groups in said if groups]
    most = _commonest(named_ones)
    return tuple(most.split(", ")) if most and len(named_ones) >= OFTEN * len(said) else ()


def _commonest(items: Iterable[object], *, blank: bool = False) -> str:
    """The item that stands most often, of several the one that stands first; blanks only count if asked."""
    counts = Counter(str(item or "") for item in items)
    if not blank:
        counts.pop("", None)
    return max(counts, key=counts.__getitem__, default="")


def _widest(places: Sequence[str]) -> str:
    """The country if the others lie in it, else the place named most often, a well-known one before others."""
    found = sorted(set(places))
    for place in found:
        if len(found) > 1 and all(other == place or is_wider(place, other) for other in found):
            return place
    return _commonest(place for place in places if is_known(place)) or _commonest(places)


def _state_word(state: str, words: Sequence[str]) -> str:
    """The word for a state: one for all of the dead, the injured and the sent, else its class's or the claims' own."""
    if not words or state in _table()["always"]:
        return str(_table()["always"].get(state, state))
    return state if state in words else _commonest(words)


def _titled(place: str) -> str:
    """A name in a headline's or a dateline's capitals as it is written elsewhere."""
    words = place.split()
    if "." in place or not all(word.isupper() for word in words) or max(map(len, words), default=0) <= SHORT_NAME:
        return place
    return " ".join(word.capitalize() for word in words)


def _number(rows: Sequence[Mapping[str, object]]) -> str:
    """The number that most claims state, the first of several; empty where it is converted or a vague word."""
    stated = [row["value_key"] for row in rows if row["value_key"] is not None and row["measure"] == row["unit"]]
    number = max(stated, key=Counter(stated).__getitem__, default=None)
    if not isinstance(number, float):
        return ""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(number) >= size and abs(number) < 1e15 and last_digit(number) >= size / 1000:
            return f"{number / size:,.10g}{word}"
    return f"{number:,.0f}" if number.is_integer() and abs(number) < 1e15 else f"{number:,.10g}"


def label(figure: Named) -> str:
    """The figure's name, before it is told apart from others."""
    words = [*_thing(figure), *_fate(figure), *_where(figure)]
    if figure.per:
        words.append(f"per {figure.per}")
    if figure.ahead:
        words.append("(expected)")
    text = " ".join(words)
    text = text[:1].upper() + text[1:]
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _thing(figure: Named) -> list[str]:
    """Whose and what: groups, qualifiers and the head noun, and what of it is measured."""
    noun = _noun(figure) or _unit_name(figure)
    people = group_people(figure.groups) if noun == PEOPLE and not figure.qualifiers else ""
    groups = "" if people else group_words(figure.groups)
    said = {*noun.split(), *figure.state.split(), *groups.lower().split()}
    own = {word: _as_written(word, figure.words) for word in figure.qualifiers}
    before = [own[word] for word in own if " " not in word and not {word, lining_state(word)} & said]
    after = [own[word] for word in own if " " in word]
    if figure.change and not _measured(figure).endswith("in"):
        before = ["more" if figure.change == "increase" else "fewer", *before]
    return [word for word in (_measured(figure), *before, groups, people or noun, *after) if word]


def _measured(figure: Named) -> str:
    """What of a thing is measured ("duration of"), where its noun does not say so itself."""
    if not figure.head or figure.head in _table()["measures"].get(figure.dimension, ()):
        return ""
    if figure.change and figure.dimension in _table()["measured"]:
        return "rise in" if figure.change == "increase" else "fall in"
    if figure.unit in _table()["small_units"]:
        return "size of"
    return str(_table()["measured"].get(figure.dimension, ""))


def _unit_name(figure: Named) -> str:
    """What a number of nobody knows what is called: "duration", but "time" served, and "territory" taken."""
    if figure.dimension == "area" and is_fate(lining_state(figure.state)):
        return str(_table()["land"])
    if figure.dimension == "time" and figure.state and figure.state not in _table()["slight"]:
        return "time"
    return str(_table()["units"].get(figure.dimension, figure.dimension))


def _noun(figure: Named) -> str:
    """The name of the head's class, else the counted noun as the texts have it."""
    last = figure.counted.split()[-1:]
    if figure.head in table("heads")["classes"]:
        told = figure.counted.lower().split()[:-1]
        own = figure.qualifiers and any(word.startswith(figure.qualifiers[0][:4]) for word in told)
        return last[0].lower() if own else figure.head
    if not figure.head:
        return figure.counted
    same = last and last[0].lower().startswith(figure.head[:2])
    return _as_written(last[0].lower() if same else figure.head, figure.words)


def _as_written(word: str, written: Sequence[str]) -> str:
    """A word with the capitals it always has ("RBIs", "MacBook", "AK-47"), and not those of a headline."""
    forms = [form for form in written if form.lower() == word or (form.isupper() and form.lower() == f"{word}s")]
    form = _commonest(forms)
    inner = sum(letter.isupper() for letter in form) > 1 and (not form.isalpha() or not form.isupper() or len(form) < 5)
    return form if inner else word


def group_people(groups: Sequence[str]) -> str:
    """The people of groups in one word, where English has one for sure: "Israelis and Palestinians"."""
    if not all(country_of_group(group) and group.endswith(("an", "ai", "li", "qi", "ni", "ti")) for group in groups):
        return ""
    return " and ".join(f"{group_words([group])}s" for group in groups)


def group_words(groups: Sequence[str]) -> str:
    """Groups as a text has them: "North Korean and Russian"."""
    return " and ".join(" ".join(part.capitalize() for part in group.split()) for group in groups)


def _fate(figure: Named) -> list[str]:
    """What became of it, unless the word says nothing by itself."""
    if not figure.state or figure.state in _table()["slight"] or not (_preposition(figure) or _where(figure)):
        return []
    noun, fate = _noun(figure), is_fate(lining_state(figure.state))
    said = any(word[:STEM] == figure.state[:STEM] for word in noun.lower().split())
    clause = bool(_measured(figure)) and figure.dimension != "percent" and not fate
    of_nothing = not noun and figure.dimension != "time" and not fate
    return [] if said or clause or of_nothing else [figure.state]


def _where(figure: Named) -> list[str]:
    words = set(figure.place_words.lower().split())
    if not words or words <= set(" ".join(_thing(figure)).lower().split()):
        return []
    return [word for word in (_preposition(figure), figure.place_words) if word]


def _preposition(figure: Named) -> str:
    return str(_table()["prepositions"].get(figure.state, "in"))


def distinct_labels(figures: Sequence[Named]) -> dict[str, str]:
    """A label for each figure id, no two the same."""
    labels = {figure.figure_id: label(figure) for figure in figures}
    for tell in (_month, _day, _day_and_number):
        shared = _shared(labels)
        labels |= {
            figure.figure_id: f"{label(figure)} ({tell(figure)})".replace(") (", ", ")
            for figure in figures
            if labels[figure.figure_id] in shared and tell(figure)
        }
    return _numbered(labels, figures)


def label_beside(figure: Named, is_taken: Callable[[str], bool]) -> str:
    """A label for a figure that comes up beside others, which keep theirs."""
    plain = label(figure)
    tells = (_month(figure), _day(figure), _day_and_number(figure), figure.figure_id[:4])
    told = [f"{plain} ({tell})".replace(") (", ", ") for tell in tells if tell]
    return next((text for text in (plain, *told) if not is_taken(text)), told[-1])


def _shared(labels: Mapping[str, str]) -> set[str]:
    counts = Counter(labels.values())
    return {text for text, number in counts.items() if number > 1}


def _month(figure: Named) -> str:
    return f"{figure.first:%B %Y}" if figure.first else ""


def _day(figure: Named) -> str:
    return f"{figure.first.day} {figure.first:%B %Y}" if figure.first else ""


def _day_and_number(figure: Named) -> str:
    return ": ".join(words for words in (_day(figure), figure.number) if words)


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
