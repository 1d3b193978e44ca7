"""What a page says of itself: title, publisher, author, time of publication, address and language.

Believed are, in this order, JSON-LD, meta elements, microdata, and for the time a `time` element at the article's
head. Nothing is read out of running text, and what can't be read for certain is left out.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from tracker.model import Grain
from tracker.reading.dates import read_published
from tracker.reading.linkeddata import linked_fields
from tracker.reading.pagefields import ADDRESS, FIELDS_OF_PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SPACES = re.compile(r"\s+")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(https?://\S+) -->")
_PUBLISHED_CLASSES = frozenset(FIELDS_OF_PAGES["published_classes"])
_OTHER_TIMES = frozenset(FIELDS_OF_PAGES["other_times"])
# An article's foot, which some publishers put above its text, says when it was written; that of a page does not.
_TIME = "//time[@datetime][not(ancestor::aside or ancestor::footer[not(ancestor::article)] or ancestor::nav)]"
_LONG_PARAGRAPH = "//p[string-length(normalize-space()) >= 100]"
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_CHANGED = re.compile(r"\s*(?:last\s+)?(?:updated|modified|changed|edited)\b", re.IGNORECASE)
# Zero of Unix and of .NET: what software writes where it knows no time.
_NO_TIMES = (date(1970, 1, 1), date(1, 1, 1))


class Element(Protocol):
    """What is asked of an element of a parsed page."""

    text: str | None

    def get(self, name: str) -> str | None:
        """An attribute's value."""

    def text_content(self) -> str:
        """The text in it and its children."""

    def getparent(self) -> Element | None:
        """The element it is in."""

    def xpath(self, path: str) -> Sequence[Element]:
        """The elements at a path."""


def page_fields(page: Element, markup: str) -> dict[str, str]:
    """The fields (of `metadata.FIELDS`) that a page tells of its article; `markup` is what it was parsed from."""
    metas = _metas(page)
    addresses = [*_canonical(page), *_of(metas, ["og:url"], ADDRESS)]
    titles = _of(metas, FIELDS_OF_PAGES["title"])
    linked = linked_fields(_scripts(page), {*addresses, *titles})
    sources = [
        *linked.get("source", ()),
        *_of(metas, FIELDS_OF_PAGES["source_names"]),
        *_microdata_names(page, "publisher"),
        *_single(linked["site"]),
    ]
    source = next((name for name in sources if not ADDRESS.match(name)), None)
    given = {
        "title": _title(page, [*linked.get("title", ()), *titles, *_microdata(page, "headline")], source),
        "source": source,
        "author": _author(
            linked.get("author") or _of(metas, FIELDS_OF_PAGES["author"]) or _microdata_names(page, "author"), source
        ),
        "published": _published(page, [*linked.get("published", ()), *_of(metas, FIELDS_OF_PAGES["published"])]),
        "url": next(iter([*addresses, *linked.get("url", ()), *_SAVED_FROM.findall(markup[:2_000])]), None),
        "language": next(iter([*_spoken(page), *linked.get("language", ()), *_of(metas, ("content-language",))]), None),
    }
    return {name: value for name, value in given.items() if value}


def _metas(page: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.xpath("//meta[@content]"):
        content = _SPACES.sub(" ", meta.get("content") or "").strip()
        for key in ("property", "name", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def _of(metas: Mapping[str, list[str]], names: Iterable[str], form: re.Pattern[str] | None = None) -> list[str]:
    said = [value for name in names for value in metas.get(name, ())]
    return [value for value in said if form is None or form.fullmatch(value)]


def _scripts(page: Element) -> Iterator[str]:
    for script in page.xpath("//script[@type]"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            yield script.text or ""


def _canonical(page: Element) -> Iterator[str]:
    for link in page.xpath("//link[@rel][@href]"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and ADDRESS.fullmatch(address):
            yield address


def _spoken(page: Element) -> list[str]:
    return [language for html in page.xpath("/html[@lang]") if (language := (html.get("lang") or "").strip())]


def _single(values: list[str]) -> list[str]:
    return values[:1] if len(set(values)) == 1 else []


def _microdata(page: Element, name: str) -> list[str]:
    """What an article marked up with `itemprop` says, if it says one thing only."""
    inside = f"//*[@itemprop='{name}'][ancestor::*[@itemscope][1][contains(@itemtype, 'Article')]]"
    said = [
        _SPACES.sub(" ", item.get("content") or item.get("datetime") or item.text_content()).strip()
        for item in page.xpath(inside)
    ]
    return _single([value for value in said if value])


def _microdata_names(page: Element, name: str) -> list[str]:
    """What a person or publisher marked up with `itemprop` is called, by a name inside or by its own words."""
    inside = f"//*[@itemprop='{name}']//*[@itemprop='name']"
    named = [_SPACES.sub(" ", item.get("content") or item.text_content()).strip() for item in page.xpath(inside)]
    return [*dict.fromkeys(filter(None, named))] or _microdata(page, name)


def _author(said: Sequence[str], source: str | None) -> str | None:
    """Those who signed, parted by commas; addresses of their pages and the publisher itself are left out."""
    names = [_BY.sub("", name) for name in dict.fromkeys(said) if not ADDRESS.match(name)]
    return ", ".join(name for name in names if name and name != source) or None


def _title(page: Element, said: list[str], source: str | None) -> str | None:
    headings = page.xpath("//article//h1") or page.xpath("//h1")
    heads = [_SPACES.sub(" ", title.text_content()).strip() for title in page.xpath("//head/title")]
    shown = _single([_SPACES.sub(" ", heading.text_content()).strip() for heading in headings])
    # A heading that is no part of the page's own title may be the name of the site.
    shown = [text for text in shown if any(text in head for head in heads) and text != source]
    return next((_without_source(text, source) for text in [*said, *shown, *heads] if text), None)


def _without_source(title: str, source: str | None) -> str:
    """`Two ships sink | The Herald` without the publisher that is known from elsewhere."""
    if not source:
        return title
    tail = re.compile(r"\s{1,9}(?:[|\-–—·:«»]|::)\s{1,9}" + re.escape(source) + r"$", re.IGNORECASE)
    return tail.sub("", title) or title


def _published(page: Element, said: list[str]) -> str | None:
    """The first time that can be read; a day is made finer by a later one that tells a moment of the same day."""
    best: tuple[date, str] | None = None
    for text in [*said, *_microdata(page, "datePublished"), *_times(page)]:
        try:
            moment, grain = read_published(text)
        except ValueError:
            continue
        if moment.date() in _NO_TIMES:
            continue
        if best is None and grain is Grain.INSTANT:
            return text
        if best is None:
            best = moment.date(), text
        elif grain is Grain.INSTANT and _own_day(text, moment) == best[0]:
            return text
    return best[1] if best else None


def _own_day(text: str, moment: datetime) -> date:
    """The day of a moment by its own zone, which is the day that a page shows."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return moment.date()


def _times(page: Element) -> list[str]:
    """What `time` elements say of the article: those marked so, else the only one above the first long paragraph."""
    marked: list[str] = []
    plain: list[str] = []
    above = True
    for element in page.xpath(f"{_TIME} | {_LONG_PARAGRAPH}"):
        if element.get("datetime") is None:
            above = False
            continue
        if _is_other(element):
            continue
        text = (element.get("datetime") or "").strip()
        if element.get("pubdate") is not None or _classes(element) & _PUBLISHED_CLASSES:
            marked.append(text)
        elif above:
            plain.append(text)
    return _single(marked) or _single(plain)


def _classes(element: Element) -> set[str]:
    return {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}


def _is_other(time: Element) -> bool:
    """Whether a time is that of a change, of a reader's comment or of another article."""
    around: Element | None = time
    while around is not None:
        if _classes(around) & _OTHER_TIMES:
            return True
        around = around.getparent()
    parent = time.getparent()
    return parent is not None and bool(_CHANGED.match(parent.text or ""))
