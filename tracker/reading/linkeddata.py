"""What a page says of its article in JSON-LD, in the words of schema.org.

Pages describe several things there: their site, their path, related articles. The article is the only one that stands
by itself, be it said twice, or else the one whose address or headline is the page's own; where that does not decide,
none is taken.
"""

from __future__ import annotations

import html
import json
import re
from itertools import islice
from typing import TYPE_CHECKING

from tracker.reading.pagefields import ADDRESS, FIELDS_OF_PAGES, same_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    Node = dict[str, object]

_ARTICLES = frozenset(FIELDS_OF_PAGES["articles"])
_PUBLISHERS = frozenset(FIELDS_OF_PAGES["publishers"])
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "publisher", "isPartOf")
_MOST_NODES = 10_000
_ESCAPED = re.compile(r"[\[{][\[{\s]*+&(?:quot|#34);")
_STRING_OR_LAST_COMMA = re.compile(r"""("(?:[^"\\]|\\.)*+")|,(?=\s*+[}\]])""", re.DOTALL)


def linked_fields(scripts: Iterable[str], own: Collection[str]) -> dict[str, list[str]]:
    """The article's title, source, author, published, url and language, each with what was said of it, best first.

    `own` are the addresses and titles that the page calls its own elsewhere.
    """
    nodes = list(islice(_nodes(scripts), _MOST_NODES))
    sites = [name for node in nodes if _types(node) & _PUBLISHERS for name in _names(node)]
    article = _main([node for node in nodes if _types(node) & _ARTICLES], own)
    if article is None:
        return {"site": sites}
    return {
        "title": _words(article.get("headline")) or _words(article.get("name")),
        "source": _called(article.get("publisher") or article.get("sourceOrganization"), nodes),
        "author": _called(article.get("author") or article.get("creator"), nodes),
        "published": _words(article.get("datePublished")),
        "url": [address for address in _addresses(article) if ADDRESS.fullmatch(address)],
        "language": _words(article.get("inLanguage")),
        "site": sites,
    }


def _nodes(scripts: Iterable[str]) -> Iterator[Node]:
    waiting = [value for script in scripts for value in _loaded(script)]
    waiting.reverse()
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in reversed(_INSIDE) if key in value)


def _loaded(script: str) -> list[object]:
    """The value of a script, none if it is broken.

    Let pass are what publishers' systems are known to get wrong: line breaks in strings, a last semicolon, a comma
    after the last of a list, and a script that was escaped as if it were text.
    """
    bare = script.strip().removeprefix("<!--").removeprefix("//<![CDATA[").removeprefix("<![CDATA[")
    bare = bare.strip().removesuffix("-->").removesuffix("//]]>").removesuffix("]]>").strip().removesuffix(";")
    if _ESCAPED.match(bare):
        bare = html.unescape(bare)
    try:
        return [json.loads(_STRING_OR_LAST_COMMA.sub(r"\1", bare), strict=False)]
    except (ValueError, RecursionError):
        return []


def _types(node: Node) -> set[str]:
    """The types of a node without their vocabulary (`schema:Article`, `https://schema.org/Article`)."""
    return {name.replace("/", ":").rsplit(":", 1)[-1] for name in _words(node.get("@type"))}


def _main(articles: list[Node], own: Collection[str]) -> Node | None:
    if len(articles) < 2:
        return articles[0] if articles else None
    headlines = {tuple(_words(article.get("headline"))) for article in articles}
    if len(headlines) == 1 and headlines != {()}:
        return articles[0]
    for article in articles:
        if any(same_address(address, other) for address in _addresses(article) for other in own):
            return article
    for article in articles:
        if any(title in own for title in _words(article.get("headline"))):
            return article
    return None


def _addresses(node: Node) -> list[str]:
    page = node.get("mainEntityOfPage")
    inner = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    return [*_words(node.get("url")), *_words(inner), *_words(node.get("@id"))]


def _called(given: object, nodes: list[Node]) -> list[str]:
    """The names of those given, by themselves, in a list, or by their id elsewhere on the page."""
    if isinstance(given, dict) and "@list" in given:
        given = given["@list"]
    by_id = {str(node["@id"]): _names(node) for node in nodes if "@id" in node and "name" in node}
    names: list[str] = []
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict):
            names += _names(one) or by_id.get(str(one.get("@id")), [])
        else:
            names += _words(one)
    return [name for name in names if not ADDRESS.fullmatch(name)]


def _names(node: Node) -> list[str]:
    return _words(node.get("name"))


def _words(value: object) -> list[str]:
    """The strings of a value that is one or a list of them, with their entities resolved and none empty."""
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [html.unescape(item).strip() for item in found if isinstance(item, str) and item.strip()]
