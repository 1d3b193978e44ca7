"""A saved web page to its article: the text by trafilatura, what comes with it from the page's own data.

Nothing is fetched. Left out are menus, captions, readers' comments and whatever else trafilatura takes for the page's
frame, and the headline where it is the title. Each paragraph of the text is a line; its spaces and its Unicode form
(NFC) are trafilatura's. Offsets of claims count in this text, not in the page.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NoReturn

from tracker.errors import InputRefusedError
from tracker.reading.encoding import decode
from tracker.reading.pagedata import page_fields
from tracker.reading.pageday import shown_day
from tracker.reading.pagefields import FIELDS_OF_PAGES
from tracker.reading.pageguard import check_markup, check_tree
from tracker.reading.raised import lower_raised

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I
)
_DECLARED_WITHIN = 4_096
_RULE_OF_TABLE = re.compile(r"\|(?:-{3,}\|)+")
_MARK = re.compile(r"[-|] ")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*""")
_SHORTEST_SENTENCE = 12
_WORD = re.compile(r"\w+")
_LONG_PARAGRAPH = 80
_LEADS_AWAY = re.compile(
    r"(?:(?:read|see) (?:more|also|next|on)|(?:also|more) (?:read|on this)|related|watch)\s?:\s?", re.I
)
_MOSTLY = 0.8
_PROMOTIONS = frozenset(FIELDS_OF_PAGES["promotions"])
_LIVE_BLOG = '"LiveBlogPosting"'
"""In the JSON-LD of a page whose posts are articles beside each other."""


def read_page(data: bytes, where: str) -> tuple[dict[str, str], str]:
    """The fields (of `metadata.FIELDS`) and the text of a page's article.

    Raises:
        InputRefusedError: it is no HTML, can't be parsed in bounded time, or has no article; `where` names it.
    """
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    markup = decode(data, where, declared[1].decode("ascii", "replace") if declared else None)
    check_markup(markup, where)
    # Here, as it takes half a second that nobody who reads no page should wait for.
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415

    # trafilatura takes for HTML only what says so in its first characters.
    tree = load_html(f"<!doctype html>\n{markup}")
    if tree is None:
        _refuse_empty(where)
    check_tree(tree, where)
    fields = page_fields(tree, markup)
    if not fields.get("published") and (day := shown_day(tree, fields.get("url"))):
        fields["published"] = day
    if _LIVE_BLOG in markup:
        _join_posts(tree)
    _unwrap_layout(tree)
    _drop_promotions(tree)
    lower_raised(tree)
    found = bare_extraction(tree, include_comments=False, with_metadata=False, prune_xpath="//noscript")
    text = _plain(getattr(found, "text", None) or "", fields.get("title"))
    if not any(map(_is_sentence, text.splitlines())):
        _refuse_empty(where)
    return fields, text


def _join_posts(tree: HtmlElement) -> None:
    """Make one article of a live blog's posts, of which trafilatura would take the first for the whole."""
    posts = list(tree.iter("article"))
    beside = Counter(post.getparent() for post in posts)
    for post in posts:
        if beside[post.getparent()] > 1:
            post.tag = "div"


def _unwrap_layout(tree: HtmlElement) -> None:
    """Make plain blocks of tables that lay out the page, as in old ones, and not figures: a cell has paragraphs."""
    paragraphs = tree.xpath(f"//td//p[string-length(normalize-space()) >= {_LONG_PARAGRAPH}]")
    cells = Counter(next(paragraph.iterancestors("td")) for paragraph in paragraphs)
    tables = {table for cell, count in cells.items() if count > 1 for table in cell.iterancestors("table")}
    for table in tables:
        for part in table.iter("table", "tbody", "tr", "td"):
            part.tag = "div"


def _drop_promotions(tree: HtmlElement) -> None:
    """Take out what leads from between an article's paragraphs to another article or to a subscription."""
    for element in tree.xpath("//*[@class or @data-testid]"):
        names = {*(element.get("class") or "").lower().split(), element.get("data-testid")}
        if names & _PROMOTIONS and element.getparent() is not None:
            element.drop_tree()
    for paragraph in tree.xpath("//p[.//a]"):
        leads = _LEADS_AWAY.match(text := paragraph.text_content().strip())
        linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
        if leads and linked >= _MOSTLY * len(text[leads.end() :]) and paragraph.getparent() is not None:
            paragraph.drop_tree()


def _plain(text: str, title: str | None) -> str:
    """The lines of a text without marks of lists and tables, and without the title above it."""
    lines = [_plain_line(line) for line in text.splitlines()]
    lines = [line for line in lines if line]
    while lines and title and _same_words(lines[0], title):
        del lines[0]
    return "".join(f"{line}\n" for line in lines)


def _plain_line(line: str) -> str:
    """A bullet before a number would read as a minus, a row of a table starts and ends with bars."""
    line = line.strip()
    if _RULE_OF_TABLE.fullmatch(line):
        return ""
    return line[2:].removesuffix("|").strip() if _MARK.match(line) else line


def _is_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, and not as the entries of a menu."""
    ends = _SENTENCE_END.search(line, max(len(line) - 4, 0))
    return len(line) >= _SHORTEST_SENTENCE and ends is not None and ends.end() == len(line)


def _same_words(one: str, other: str) -> bool:
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())


def _refuse_empty(where: str) -> NoReturn:
    remedy = "save the page after it has loaded, or give its text as .txt"
    raise InputRefusedError(where, "there is no article in the page", remedy)
