"""Units and currencies: the only door to quantulum3.

Our tables hold what news writes daily; a word that they do not know but that is in quantulum3's own tables is put to
quantulum3 in a window of a few words behind the number 2, and the answer is remembered. quantulum3 is not imported
before a text needs it.
"""

from __future__ import annotations

import json
import logging
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tracker.language.numbers.tokens import Sort, Tokens
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from types import ModuleType

_LONGEST = 5
_OWN_NAMES = {"percentage": "percent", "kilometer": "kilometre", "meter": "metre", "liter": "litre"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `value * factor + offset` is the value in the dimension's canonical unit; None has none in common."""

    name: str
    dimension: str
    factor: float | None = None
    offset: float = 0.0


COUNT = Unit("count", "count", 1.0)
PERCENT = Unit("percent", "percent", 1.0)


def canonical_unit(unit: Unit) -> str:
    """The unit that values of this unit are compared in; a unit without a common one is its own."""
    if unit.factor is None or unit.dimension in {"other", "currency"}:
        return unit.name
    canonical: dict[str, str] = table("units")["canonical"]
    return canonical.get(unit.dimension, unit.name)


def to_canonical(unit: Unit, value: float | None) -> float | None:
    """The value in the canonical unit."""
    if value is None or unit.factor is None or unit.dimension in {"other", "currency"}:
        return value
    return value * unit.factor + unit.offset


def known_unit(name: str) -> Unit | None:
    """The unit of our own tables with this name; None for another one or a currency."""
    return _units().get(name)


@cache
def _units() -> dict[str, Unit]:
    return {
        row["name"]: Unit(row["name"], row["dimension"], row["factor"], row.get("offset", 0.0))
        for row in table("units")["units"]
    }


@cache
def _word_forms() -> dict[tuple[str, ...], Unit]:
    """Units and currencies by the words that spell them, without hyphens and points."""
    forms: dict[tuple[str, ...], Unit] = {}
    for row in table("units")["units"]:
        for form in row["words"]:
            forms[_key(form)] = _units()[row["name"]]
    for row in table("currencies")["currencies"]:
        for form in (*row["words"], *(code.lower() for code in row["codes"] if code.isalpha() and len(code) == 3)):
            forms.setdefault(_key(form), Unit(row["name"], "currency"))
    return forms


def _key(form: str) -> tuple[str, ...]:
    return tuple(form.replace("-", " ").replace(".", " ").split())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key[0] for key in _word_forms())


@cache
def _symbols() -> dict[str, Unit]:
    symbols = {symbol: _units()[row["name"]] for row in table("units")["units"] for symbol in row["symbols"]}
    for row in table("currencies")["currencies"]:
        for sign in {*row["signs"], *row["codes"]} - words("currencies", "only_before"):
            symbols.setdefault(sign, Unit(row["name"], "currency"))
    return symbols


@cache
def _currency_signs() -> dict[str, Unit]:
    return {
        sign: Unit(row["name"], "currency")
        for row in table("currencies")["currencies"]
        for sign in (*row["signs"], *row["codes"])
    }


def currency_before(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """The currency whose sign or code stands right before token `index`, and the sign's first token."""
    at = index - 1
    if at < 0 or tokens.starts[index] - tokens.ends[at] > 1:
        return None
    if tokens.word(at) == "." and tokens.glued(at):
        at -= 1
    for first in range(max(at - 3, 0), at + 1):
        if first < at and not _is_glued_through(tokens, first, at):
            continue
        sign = tokens.text[tokens.starts[first] : tokens.ends[at]]
        unit = _currency_signs().get(sign)
        taken = tokens.glued(first) and (tokens.sort(first) is Sort.WORD or tokens.sort(first - 1) is Sort.DIGITS)
        if unit is not None and not taken:
            return unit, first
    return None


def _is_glued_through(tokens: Tokens, first: int, last: int) -> bool:
    return all(tokens.glued(at) for at in range(first + 1, last + 1))


def unit_after(tokens: Tokens, at: int) -> tuple[Unit, int] | None:
    """The unit that stands at token `at` (a hyphen before it passed over) and the token after it."""
    if at >= len(tokens):
        return None
    if tokens.sort(at) is Sort.DASH:
        at += 1
    found = _symbol(tokens, at)
    spelled = _spelled(tokens, at)
    if spelled is not None and (found is None or spelled[1] >= found[1]):
        return spelled
    return found or _degrees(tokens, at) or _from_quantulum(tokens, at)


def is_measure(tokens: Tokens, at: int) -> bool:
    """Whether a unit of a physical dimension stands at the token, by our own tables."""
    found = _symbol(tokens, at) or _spelled(tokens, at)
    if found is None or found[0].dimension in {"currency", "other", "count"}:
        return False
    if tokens.is_capital(at) and tokens.word(at) in words("units", "cautious"):
        return False
    return found[0].dimension != "time" or tokens.word(found[1] - 1).endswith("s")


_SCALES = {"C": "degree Celsius", "F": "degree Fahrenheit", "K": "kelvin"}


def _degrees(tokens: Tokens, at: int) -> tuple[Unit, int] | None:
    """`35 C`, `5C`: the scale alone, where the sentence is about heat; `38.7C` wherever it stands."""
    raw = tokens.raw(at)
    if raw not in _SCALES or (tokens.glued(at + 1) and tokens.sort(at + 1) is not Sort.MARK):
        return None
    tenths = raw != "K" and tokens.glued(at) and "." in tokens.raw(at - 1)
    if not tenths and words("units", "heat_cues").isdisjoint(tokens.words):
        return None
    return _units()[_SCALES[raw]], at + 1


def _symbol(tokens: Tokens, at: int) -> tuple[Unit, int] | None:
    """A symbol, matched as written: `km`, `°C`, `MW`, `km/h`; a single letter only right behind the digits."""
    for stop in range(min(at + 3, len(tokens)), at, -1):
        if stop > at + 1 and not _is_glued_through(tokens, at, stop - 1):
            continue
        symbol = tokens.text[tokens.starts[at] : tokens.ends[stop - 1]]
        unit = _symbols().get(symbol)
        if unit is None or (len(symbol) == 1 and symbol.isalpha() and not tokens.glued(at)):
            continue
        if stop < len(tokens) and tokens.glued(stop) and tokens.sort(stop) in {Sort.WORD, Sort.DIGITS, Sort.MIXED}:
            continue
        return unit, stop
    return None


def _spelled(tokens: Tokens, at: int) -> tuple[Unit, int] | None:
    """The longest unit in words, whatever hyphens and points are between."""
    if tokens.word(at) not in _first_words():
        return None
    forms = _word_forms()
    key: list[str] = []
    found: tuple[Unit, int] | None = None
    stop = at
    while stop < len(tokens) and len(key) < _LONGEST:
        word = tokens.words[stop]
        if tokens.sort(stop) in {Sort.WORD, Sort.MIXED}:
            key.append(word)
            unit = forms.get(tuple(key))
            if unit is not None:
                found = unit, stop + 1
        elif not (word == "." and tokens.glued(stop)) and not (
            tokens.sort(stop) is Sort.DASH and tokens.sort(stop + 1) is Sort.WORD
        ):
            break
        stop += 1
    return found


def _from_quantulum(tokens: Tokens, at: int) -> tuple[Unit, int] | None:
    """A unit that only quantulum3 knows; words that are also ordinary English are never asked for."""
    word = tokens.word(at)
    if tokens.sort(at) is not Sort.WORD or word not in _quantulum_words():
        return None
    unit = _ask_quantulum(word)
    return None if unit is None else (unit, at + 1)


@cache
def _quantulum_words() -> frozenset[str]:
    """Words of four letters and more that quantulum3's own tables spell units with, read without importing it."""
    found: set[str] = set()
    for path in ("units.json", "_lang/en_US/units.json"):
        units: dict[str, Any] = json.loads(files("quantulum3").joinpath(path).read_text(encoding="utf-8"))
        for name, unit in units.items():
            for surface in (name.lower(), *(surface.lower() for surface in unit.get("surfaces", ()))):
                if len(surface) > 3 and surface.isalpha():
                    found.update((surface, surface + "s"))
    ordinary = words("units", "ordinary_words")
    return frozenset(found - ordinary - {word + "s" for word in ordinary})


@lru_cache(maxsize=4096)
def _ask_quantulum(word: str) -> Unit | None:
    parser = _quantulum_parser()
    quantities: list[Any] = parser.parse(f"2 {word}")
    if len(quantities) != 1:
        return None
    unit = quantities[0].unit
    entity = unit.entity.name
    if entity in {"dimensionless", "unknown"}:
        return None
    dimensions = {"length", "area", "volume", "mass", "time", "speed", "temperature", "energy", "power", "currency"}
    return Unit(_OWN_NAMES.get(unit.name, unit.name), entity if entity in dimensions else "other")


@cache
def _quantulum_parser() -> ModuleType:
    """quantulum3's parser without its classifier, which fails with current scikit-learn; its logging setup undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import classifier, parser  # noqa: PLC0415 — takes 0.3 s, and most texts never need it
    classifier.USE_CLF = False
    root.handlers[:] = handlers
    root.setLevel(level)
    module: ModuleType = parser
    return module
