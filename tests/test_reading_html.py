"""Saved pages in the dress of several publishers: what is read of them, and their hostile twins."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.errors import InputRefusedError
from tracker.model import Document, Grain
from tracker.reading import read_paths
from tracker.reading.html import read_page

BODY = (
    "The river rose over its banks in the night and at least 43 people have died, the governor said on Wednesday.",
    "Some 12,000 homes are without power, and the grid company does not expect to mend the lines before the weekend.",
    "Rescue teams brought 310 people to schools in the upper valley, where the army has put up beds and kitchens.",
)
PARAGRAPHS = "\n".join(f"<p>{line}</p>" for line in BODY)
TEXT = "".join(f"{line}\n" for line in BODY)
TITLE = "Flood kills dozens in the valley"
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
COMMENTS = """<section id="comments" class="comments"><h3>Comments</h3><ol class="comment-list">
<li class="comment"><p>I heard that 900 people are dead, nobody tells us a thing about it!</p>
<time class="published" datetime="2026-03-09T01:00:00Z">9 March</time></li></ol></section>"""
FOOT = "<footer><p>© 2026 The Valley Herald. All rights reserved. Call 555 0100.</p></footer>"


def page(head: str, body: str) -> str:
    return f"<!DOCTYPE html>\n<html lang='en-GB'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def article(inside: str = "") -> str:
    return f"{MENU}<main><article><h1>{TITLE}</h1>{inside}{PARAGRAPHS}</article></main>{COMMENTS}{FOOT}"


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def read(tmp_path: Path, markup: str | bytes, name: str = "flood.html") -> Document | InputRefusedError:
    path = tmp_path / name
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    (item,) = read_paths([path])
    return item


def document(tmp_path: Path, markup: str | bytes, name: str = "flood.html") -> Document:
    item = read(tmp_path, markup, name)
    assert isinstance(item, Document), item
    return item


def told(item: Document) -> tuple[str | None, str | None, str | None, str | None, str]:
    when = item.published.isoformat() if item.published else None
    return item.title, item.source, item.url, when, item.published_grain.value


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2026-03-04T18:30:00+01:00",
    "dateModified": "2026-03-05T09:00:00+01:00",
    "publisher": {"@type": "Organization", "name": "The Valley Herald"},
    "mainEntityOfPage": "https://herald.example/flood",
}
GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {**NEWS, "@type": ["Article", "NewsArticle"], "publisher": {"@id": "https://herald.example/#org"}},
        {"@type": "WebPage", "@id": "https://herald.example/flood", "datePublished": "2020-01-01"},
        {
            "@type": ["Organization", "NewsMediaOrganization"],
            "@id": "https://herald.example/#org",
            "name": "The Valley Herald",
        },
    ],
}
OPEN_GRAPH = f"""<title>{TITLE} | The Valley Herald</title><meta property="og:title" content="{TITLE}">
<meta property="og:site_name" content="The Valley Herald"><meta property="og:url" content="https://herald.example/flood">
<meta property="article:published_time" content="2026-03-04T17:30:00Z">
<meta property="article:modified_time" content="2026-03-06T17:30:00Z">"""
NAMED = f"""<title>{TITLE} - The Valley Herald</title><META NAME="DC.publisher" CONTENT="The Valley Herald">
<meta name="parsely-pub-date" content="2026-03-04T17:30:00+0000"><link rel="canonical" href="https://herald.example/flood">"""
HATOM = f"""<title>{TITLE} – The Valley Herald</title><meta name="application-name" content="The Valley Herald">
<link rel="canonical" href="https://herald.example/flood">"""
BYLINE = """<p class="meta">Posted
<time class="entry-date published" datetime="2026-03-04T18:30:00+01:00">4 March</time>,
last change <time class="updated" datetime="2026-03-08T00:00:00Z">8 March</time></p>"""
MICRODATA = f"""{MENU}<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1>
<span itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">x</b></span>
<time itemprop="datePublished" datetime="2026-03-04T18:30:00+01:00">4 March</time>
<div itemprop="articleBody">{PARAGRAPHS}</div></div>{COMMENTS}{FOOT}"""

YOAST = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "Article",
            "@id": "https://herald.example/flood#article",
            "isPartOf": {"@id": "https://herald.example/flood"},
            "author": {"name": "Ann Smith", "@id": "https://herald.example/#/person/1"},
            "headline": TITLE,
            "datePublished": "2026-03-04T17:30:00+00:00",
            "publisher": {"@id": "https://herald.example/#organization"},
        },
        {"@type": "WebPage", "@id": "https://herald.example/flood", "name": f"{TITLE} - The Valley Herald"},
        {"@type": "WebSite", "@id": "https://herald.example/#website", "name": "The Valley Herald"},
        {"@type": "Organization", "@id": "https://herald.example/#organization", "name": "The Valley Herald"},
        {"@type": "Person", "@id": "https://herald.example/#/person/1", "name": "Ann Smith"},
    ],
}
CANONICAL = "<link rel='canonical' href='https://herald.example/flood'>"
WORDPRESS = f"""<title>{TITLE} - The Valley Herald</title>{CANONICAL}
<meta property="og:title" content="{TITLE} - The Valley Herald">
<meta property="og:site_name" content="The Valley Herald">
<meta property="article:modified_time" content="2026-03-05T07:00:00+00:00"><meta name="author" content="Ann Smith">"""
METERED = {
    **NEWS,
    "@type": ["NewsArticle"],
    "datePublished": ["2026-03-04T17:30:00.000Z"],
    "author": {"@list": [{"@type": "Person", "name": "Ann Smith"}, {"@type": "Person", "name": "Bob Jones"}]},
    "publisher": [{"@type": "NewsMediaOrganization", "name": "The Valley Herald"}],
    "isAccessibleForFree": False,
    "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".metered"},
}
PAYWALL = """<div class="paywall"><h2>Subscribe to read on</h2><p>Only $1 a week for the first 6 months.</p></div>
<section class="related"><article><h3>A quake</h3><time datetime="2026-03-01">1 March</time></article></section>"""
AMP = {**NEWS, "datePublished": "2026-03-04T18:30:00+0100", "author": "Ann Smith", "publisher": "The Valley Herald"}
AGENCY = f"""<title>{TITLE} | The Valley Herald</title>{CANONICAL}
<meta property="og:site_name" content="The Valley Herald">
<meta property="og:article:published_time" content="2026-03-04T17:30:00Z">
<meta name="article:author" content="By Ann Smith">"""
NESTED = f"""<div itemscope itemtype="http://schema.org/NewsArticle">
<meta itemprop="datePublished" content="Wed Mar 04 2026 18:30:00 GMT+0100 (CET)"><h1 itemprop="headline">{TITLE}</h1>
<span itemprop="author" itemscope itemtype="http://schema.org/Person">By <b itemprop="name">Ann Smith</b></span>
<div itemprop="publisher" itemscope itemtype="http://schema.org/Organization"><meta itemprop="name"
content="The Valley Herald"></div><div itemprop="articleBody">{PARAGRAPHS}</div></div>{FOOT}"""

SIGNED = {
    "a graph of WordPress": page(WORDPRESS + linked(YOAST), article()),
    "a metered page": page(CANONICAL + linked(METERED), article() + PAYWALL),
    "AMP": page(CANONICAL + linked(AMP), article("<amp-img src=x width=900 height=500></amp-img>")).replace(
        "<html", "<html ⚡"
    ),
    "an agency's": page(AGENCY, article()),
    "nested microdata": page(f"<title>{TITLE} : The Valley Herald</title>{CANONICAL}", NESTED),
}
DRESSES = {
    **SIGNED,
    "JSON-LD": page(linked(NEWS) + "<link rel=canonical href=https://herald.example/flood>", article()),
    "a graph": page(linked(GRAPH), article()),
    "a list": page(linked([{"@type": "BreadcrumbList", "itemListElement": []}, NEWS]), article()),
    "Open Graph": page(OPEN_GRAPH, article()),
    "named meta elements": page(NAMED, article()),
    "hAtom": page(HATOM, article(BYLINE)),
    "microdata": page(HATOM, MICRODATA),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_title_publisher_address_and_moment_are_read(tmp_path: Path, dress: str) -> None:
    item = document(tmp_path, DRESSES[dress])
    url = "https://herald.example/flood"
    assert told(item) == (TITLE, "The Valley Herald", url, "2026-03-04T17:30:00+00:00", "instant")
    assert (item.doc_id, item.language) == ("flood.html", "en")


@pytest.mark.parametrize("dress", SIGNED)
def test_who_signed_is_read(tmp_path: Path, dress: str) -> None:
    author = document(tmp_path, SIGNED[dress]).author
    assert author == ("Ann Smith, Bob Jones" if dress == "a metered page" else "Ann Smith")


def test_a_live_blog_is_read_with_all_of_its_posts(tmp_path: Path) -> None:
    update = {"@type": "BlogPosting", "headline": "Dam holds", "datePublished": "2026-03-04T19:00:00Z"}
    blog = linked({**NEWS, "@type": "LiveBlogPosting", "liveBlogUpdate": [update, update]})
    second = (
        "<article><time datetime='2026-03-04T19:00:00Z'>7</time><p>The dam holds after 3 days of rain.</p></article>"
    )
    item = document(tmp_path, page(blog, f"<main><h1>{TITLE}</h1><article>{PARAGRAPHS}</article>{second}</main>"))
    assert told(item)[3:] == ("2026-03-04T17:30:00+00:00", "instant")
    assert all(line in item.text for line in (*BODY, "The dam holds after 3 days of rain."))


def test_a_page_laid_out_in_a_table_is_read(tmp_path: Path) -> None:
    menu = "<td><a href=a.html>News</a><br><a href=b.html>Sport</a></td>"
    rows = f"<tr><td colspan=2>The Herald</td></tr><tr>{menu}<td><h2>{TITLE}</h2>{PARAGRAPHS}</td></tr>"
    table = f"<table width=760>{rows}</table>"
    assert document(tmp_path, f"<html><body bgcolor=#ffffff>{table}</body></html>").text == TEXT


@pytest.mark.parametrize(
    ("head", "inside", "day"),
    [
        ("<link rel=canonical href='https://herald.example/2026/03/04/flood'>", "", "2026-03-04"),
        ("", "<p class='byline'>By Ann Smith, published 4 March 2026</p>", "2026-03-04"),
        ("", "<p class='byline'>Updated 4 March 2026</p>", None),
        ("", "<p class='byline'>Published 04/03/2026</p>", None),
        ("", "<p>The flood of 12 May 2019 killed three.</p>", None),
    ],
    ids=["in the address", "in the byline", "of a change", "unclear", "in the story"],
)
def test_the_day_that_a_page_shows_is_taken_where_it_says_no_more(
    tmp_path: Path, head: str, inside: str, day: str | None
) -> None:
    published = document(tmp_path, page(head, article(inside))).published
    assert (published.date().isoformat() if published else None) == day


@pytest.mark.parametrize("dress", DRESSES)
def test_the_text_is_the_article_a_line_a_paragraph(tmp_path: Path, dress: str) -> None:
    text = document(tmp_path, DRESSES[dress]).text
    assert [line for line in text.splitlines() if "March" not in line] == list(BODY)
    assert "900" not in text
    assert "555" not in text


@pytest.mark.parametrize(
    ("head", "inside", "grain"),
    [
        ("<meta property='article:published_time' content='2026-03-04'>", "", Grain.DAY),
        ("<meta property='article:published_time' content='2026-03-04T18:30:00'>", "", Grain.DAY),
        ("<meta property='article:published_time' content='04/03/2026'>", "", Grain.UNKNOWN),
        ("<meta property='article:published_time' content='1970-01-01T00:00:00Z'>", "", Grain.UNKNOWN),
        ("<meta property='article:modified_time' content='2026-03-04T18:30:00Z'>", "", Grain.UNKNOWN),
        ("", "<p>Updated <time datetime='2026-03-04T18:30:00Z'>today</time></p>", Grain.UNKNOWN),
        ("", "<time datetime='2026-03-04'>4</time> <time datetime='2026-03-01'>1</time>", Grain.UNKNOWN),
        ("", "<p>Wednesday, 4 March 2026</p>", Grain.UNKNOWN),
        ("", f"<p>On <time datetime='2026-02-28'>Saturday</time> rain set in. {BODY[0]}</p>", Grain.UNKNOWN),
        ("", "<div><time datetime='2026-03-04'>4 March</time></div>", Grain.DAY),
        ("", "<footer>By Ann <time datetime='2026-03-04T12:30:00+01:00'>4 March</time></footer>", Grain.INSTANT),
    ],
    ids=["day", "no zone", "ambiguous", "zero", "modified", "updated", "two", "in words", "in it", "one", "foot"],
)
def test_a_time_is_as_fine_as_the_page_says_and_never_guessed(
    tmp_path: Path, head: str, inside: str, grain: Grain
) -> None:
    assert document(tmp_path, page(head, article(inside))).published_grain is grain


def test_a_day_is_made_finer_by_a_moment_of_the_same_day_only(tmp_path: Path) -> None:
    day = linked({**NEWS, "datePublished": "2026-03-04"})
    same = "<meta property='article:published_time' content='2026-03-04T23:30:00-05:00'>"
    other = "<meta property='article:published_time' content='2026-03-05T18:30:00Z'>"
    assert told(document(tmp_path, page(day + same, article())))[3:] == ("2026-03-05T04:30:00+00:00", "instant")
    assert told(document(tmp_path, page(day + other, article())))[3:] == ("2026-03-04T00:00:00+00:00", "day")


def test_of_several_articles_the_pages_own_is_believed_or_none(tmp_path: Path) -> None:
    others = [{**NEWS, "headline": f"Another {n}", "mainEntityOfPage": f"https://herald.example/{n}"} for n in (1, 2)]
    canonical = "<link rel=canonical href='http://www.herald.example/flood/#top'>"
    own = {**NEWS, "datePublished": "2026-03-01"}
    assert document(tmp_path, page(linked([*others, own]) + canonical, article())).published_grain is Grain.DAY
    assert told(document(tmp_path, page(linked(others), article())))[3:] == (None, "unknown")
    assert document(tmp_path, page(linked([own, {**own, "@type": "Article"}]), article())).published_grain is Grain.DAY
    nameless = [{**own, "headline": None, "datePublished": f"2026-03-0{day}"} for day in (1, 2)]
    assert document(tmp_path, page(linked(nameless), article())).published_grain is Grain.UNKNOWN


def test_a_page_that_says_nothing_of_itself_is_of_an_unknown_source_and_day(tmp_path: Path) -> None:
    item = document(tmp_path, f"<html><body>{PARAGRAPHS}</body></html>")
    assert told(item) == (None, None, None, None, "unknown")
    assert item.text == TEXT


def test_the_sidecar_fills_the_gaps_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,source,published\nflood.htm,Another,2026-03-04\n")
    bare = read(tmp_path, page("", article()), "flood.htm")
    assert isinstance(bare, Document)
    assert (bare.source, bare.published_grain) == ("Another", Grain.DAY)
    full = read(tmp_path, DRESSES["JSON-LD"], "flood.htm")
    assert isinstance(full, Document)
    assert full.source == "The Valley Herald"


def test_what_leads_away_from_between_the_paragraphs_is_not_read(tmp_path: Path) -> None:
    first, *rest = PARAGRAPHS.split("\n")
    away = """<div class="kg-card kg-cta-card"><p>We have 20,000 members. Join them for a coffee.</p></div>
<div data-testid="promo-box"><p>Our morning briefing has 150 facts to start your day with, every day.</p></div>
<section class="catcher"><p>Read more: <a href="/s">Storm Ada kills 27 people on the coast</a></p></section>
<p><b>Read more: <a href="/w">Fire kills 7,777 in the west</a></b></p>"""
    said = document(
        tmp_path, page(f"<title>{TITLE}</title>", f"<article><h1>{TITLE}</h1>{first}{away}{''.join(rest)}</article>")
    )
    assert said.text == TEXT


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("some 43<sup>1</sup> people", "some 43 people"),
        ("12,000<sup><a href='#n'>[2]</a></sup> homes<sup>3,4</sup> are dark<sup>*</sup>", "12,000 homes are dark"),
        ("10<sup>3</sup> tonnes and 1.5 x 10<sup>-6</sup> grams", "10³ tonnes and 1.5 x 10⁻⁶ grams"),
        ("5 km<sup>2</sup> burned", "5 km² burned"),
        (
            "the 4<sup>th</sup> flood, the 21<sup>st</sup> of May, 110<sup>2</sup>",
            "the 4th flood, the 21st of May, 110",
        ),
    ],
    ids=["a footnote", "linked ones", "powers", "square", "ordinals"],
)
def test_raised_digits_never_make_another_number(tmp_path: Path, markup: str, text: str) -> None:
    said = document(tmp_path, page("", f"<article><p>In all, {markup}, the council said.</p>{PARAGRAPHS}</article>"))
    assert said.text.splitlines()[0] == f"In all, {text}, the council said."
    feed = f"<rss version='2.0'><channel><item><description><![CDATA[<p>{markup}</p>]]></description></item></channel>"
    assert document(tmp_path, f"{feed}</rss>", "a.rss").text == text


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Rain, a flood,}", "publisher": {"name": "The Herald",}, "tag": [1,]}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;publisher&quot;: {&quot;name&quot;: &quot;The Herald&quot;}}",
        '[ {\n"@type": "NewsArticle",\n"publisher": {"name": "The\nHerald"},\n}\n, ];',
    ],
)
def test_linked_data_with_the_usual_slips_are_read(tmp_path: Path, script: str) -> None:
    said = document(tmp_path, page(f'<script type="application/ld+json">{script}</script>', article()))
    assert said.source == "The Herald"


def test_a_list_and_a_table_bring_no_marks_into_the_text(tmp_path: Path) -> None:
    extra = "<ul><li>43 people died in the lower valley.</li><li>7 people are missing there.</li></ul>"
    extra += "<table><tr><th>Town</th><th>Dead</th></tr><tr><td>Lower Ford</td><td>43</td></tr></table>"
    text = document(tmp_path, page("", f"<article>{PARAGRAPHS}{extra}{PARAGRAPHS}</article>")).text
    assert "43 people died in the lower valley." in text.splitlines()
    assert not [line for line in text.splitlines() if line.startswith(("-", "|")) or line.endswith("|")]


CURLY = page("", article("<p>It’s “the worst flood since 1954”, said the mayor of Señales — 3 bridges are gone.</p>"))


@pytest.mark.parametrize(
    "data",
    [
        CURLY.encode(),
        CURLY.encode("utf-8-sig"),
        CURLY.encode("utf-16"),
        CURLY.encode("utf-16-le"),
        CURLY.replace("utf-8", "iso-8859-1").encode("cp1252"),
        CURLY.replace("utf-8", "iso-8859-1").encode(),
        CURLY.encode("cp1252"),
        CURLY.replace("<meta charset='utf-8'>", "").encode("cp1252"),
        CURLY.replace("utf-8", "no-such-thing").encode("cp1252"),
        CURLY.replace("utf-8", "idna").encode(),
    ],
    ids=["UTF-8", "mark", "UTF-16", "no mark", "Latin-1", "lies", "lies again", "undeclared", "unknown", "no encoding"],
)
def test_the_encoding_is_found_whatever_the_page_says(tmp_path: Path, data: bytes) -> None:
    assert "It’s “the worst flood since 1954”, said the mayor of Señales — 3 bridges" in document(tmp_path, data).text


def test_an_unfinished_page_is_read_up_to_its_end(tmp_path: Path) -> None:
    data = page("", f"<article>{PARAGRAPHS}<p>It’s “the worst flood”, said the mayor of Señales").encode()
    cut = data[: data.index("Señales".encode()) + 3]
    assert document(tmp_path, cut).text == f"{TEXT}It’s “the worst flood”, said the mayor of Se\ufffd\n"


HOSTILE = {
    "nested divs": "<html><body>" + "<div>" * 200_000 + PARAGRAPHS,
    "nested and closed": "<html><body>" + "<div>" * 300 + PARAGRAPHS + "</div>" * 300,
    "elements": "<html><body>" + "<p>Two ships sank.</p>" * 60_000,
    "attributes": "<html><body" + " a" * 1_000_000 + ">" + PARAGRAPHS,
    "attributes in a quote": '<html><p x=y="' + " a" * 1_000_000 + ">" + PARAGRAPHS,
    "attributes of a script": "<html><script" + " a" * 1_000_000 + ">" + PARAGRAPHS,
    "many attributes": "<html><body>" + ("<p" + "".join(f" a{n}" for n in range(900)) + ">x") * 2_000,
    "a piece": "<html><body><p>" + "many words " * 1_000_000,
    "plain text": "Two ships sank; 3 < 5 and 7 > 6.\nNothing else is known.\n",
    "a menu": page("", MENU),
    "scripts alone": page("", "<div id=root></div><script>render({text: 'Two ships sank last night.'})</script>"),
    "no script": page("", "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"),
    "a NUL": page("", article("\x00")),
    "empty": "",
    "a PDF": "%PDF-1.7 <html><p>Two ships sank.</p>",
    "blank": "<html><body> </body></html>",
}


@pytest.mark.parametrize("twin", HOSTILE)
def test_what_is_no_article_is_refused_soon_and_says_what_to_do(tmp_path: Path, twin: str) -> None:
    start = time.perf_counter()
    item = read(tmp_path, HOSTILE[twin])
    assert isinstance(item, InputRefusedError), item
    assert item.reason
    assert item.remedy
    assert time.perf_counter() - start < 10


BOUNDED = {
    "open comments": PARAGRAPHS + "<!-- " * 200_000,
    "closed comments": PARAGRAPHS + "<!--><!--" * 200_000,
    "sections": PARAGRAPHS + "<![CDATA[" * 200_000,
    "closing tags": PARAGRAPHS + "</div>" * 200_000,
    "an open quote": PARAGRAPHS + '<a href="' + "x" * 1_000_000,
    "deep JSON-LD": '<script type="application/ld+json">' + "[" * 200_000 + "</script>" + PARAGRAPHS,
    "much JSON-LD": linked([{"@type": "NewsArticle", "publisher": [{"@id": "x"}] * 50}] * 5_000) + PARAGRAPHS,
    "commas in JSON-LD": '<script type="application/ld+json">' + "{" + ", " * 500_000 + "</script>" + PARAGRAPHS,
    "broken JSON-LD": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>' + PARAGRAPHS,
    "odd JSON-LD": linked({"@type": {"a": 1}, "headline": 7, "publisher": [None, 1]}) + PARAGRAPHS,
    "a digit string": PARAGRAPHS + "<p>" + "1" * 100_000 + " dead.</p>",
    "times": "<time datetime='2026-03-04'>4</time>" * 20_000 + PARAGRAPHS,
    "no sentence": PARAGRAPHS + "<p>" + "<span>ab</span> " * 20_000,
    "half characters": PARAGRAPHS + "<p>&#xD800; &#0; &#x110000; dead.</p>",
}


@pytest.mark.parametrize("twin", BOUNDED)
def test_a_hostile_page_with_an_article_is_read_in_bounded_time(tmp_path: Path, twin: str) -> None:
    start = time.perf_counter()
    item = document(tmp_path, f"<html><body>{BOUNDED[twin]}")
    assert item.text.startswith(BODY[0])
    assert time.perf_counter() - start < 20


def test_entities_of_the_page_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of 4711")
    types = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    item = document(tmp_path, f"{types}<html><body>{PARAGRAPHS}<p>What &x; and &b; are, nobody knows here.</p>")
    assert "4711" not in item.text
    assert "aaaa" not in item.text.split("What")[1]


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a page asked for the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    outside = '<link rel=stylesheet href="https://herald.example/a.css"><base href="https://herald.example/">'
    assert document(tmp_path, page(outside + linked(GRAPH), article("<img src=https://herald.example/a.png>"))).text


def test_the_library_for_pages_is_loaded_when_a_page_comes() -> None:
    code = "import sys, tracker.cli, tracker.reading; raise SystemExit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


PIECES = (
    "<p>",
    "</p>",
    "<div",
    ">",
    "<!--",
    "-->",
    "<table><tr><td>",
    "</table>",
    "<script>",
    "</script>",
    "&amp",
    "\x00",
)
PIECES += (*DRESSES.values(), *BODY, "<li>", "<article>", "<time datetime=", "'", '"', "=", "\ud83d\ude00", "é", " ")
PIECES += ('<script type="application/ld+json">', '{"@graph": [', '"@type": "NewsArticle",', "<html>", "<body>", "<h1>")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=25)))
def test_no_page_raises_anything_but_a_refusal(made: bytes | list[str]) -> None:
    data = made if isinstance(made, bytes) else "".join(made).encode("utf-8", "surrogatepass")
    try:
        fields, text = read_page(data, "a.html")
    except InputRefusedError:
        return
    assert text.strip()
    assert all(fields.values())


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(DRESSES)), st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 40)), max_size=4))
def test_a_damaged_page_is_read_or_refused(dress: str, cuts: list[tuple[int, int]]) -> None:
    markup = DRESSES[dress]
    for start, length in cuts:
        markup = markup[:start] + markup[start + length :]
    try:
        read_page(markup.encode(), "a.html")
    except InputRefusedError as refusal:
        assert refusal.remedy
