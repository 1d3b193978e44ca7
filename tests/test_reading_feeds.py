"""Saved feeds, mails, web archives and PDFs become documents with what they say of themselves."""

from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.errors import InputRefusedError
from tracker.model import Document, Grain
from tracker.reading import read_paths
from tracker.reading.flow import flowing

MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Valley Herald</title><language>en-gb</language>
<item><title>Flood &amp; fire</title><link>https://herald.example/1</link>
<pubDate>Tue, 03 Mar 2026 10:00:00 +0100</pubDate><description>Short &lt;b&gt;text&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>At least 12 <b>people</b> died.</p><p>Some 300<br>fled.<script>alert(5)</script></p>]]>
</content:encoded></item>
<item><title>Brief</title><description>Seven boats sank.</description></item>
<item></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Wire</title>
<entry><title>Ferry</title><link href="https://wire.example/f"/><updated>2026-03-03T09:00:00Z</updated>
<content type="html">&lt;p&gt;Forty were on board.&lt;/p&gt;</content></entry></feed>"""
MAIL = (
    b'From: "The Morning Brief" <brief@herald.example>\r\nSubject: =?utf-8?q?Caf=C3=A9_fire?=\r\n'
    b"Date: Tue, 03 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n%s"
)
PLAIN = b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nThree people \r\nwere hurt.\r\n"
MARKED_UP = (
    b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Three people were hurt=2E</p>"
    b'<p style=3D"display:none">Nine were not.</p>\r\n--x--\r\n'
)
PAGE = (
    b"<html><head><title>Flood</title></head><body><article><p>Forty people were taken from their roofs on Monday, the "
    b"fire service said in a statement.</p><p>Another dozen had left their homes the day before.</p></article></body>"
)


def answer(body: bytes, head: bytes = b"200 OK", kind: bytes = b"text/html; charset=utf-8", told: int = 0) -> bytes:
    length = told or len(body)
    return b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (head, kind, length) + body


def record(content: bytes, url: bytes = b"https://herald.example/p") -> bytes:
    return (
        (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:6d058047-ede2-4a13-be79-90c17c631dd4>\r\n"
            b"WARC-Target-URI: %s\r\nWARC-Date: 2026-03-04T00:00:00Z\r\nContent-Type: application/http\r\n"
            b"Content-Length: %d\r\n\r\n" % (url, len(content))
        )
        + content
        + b"\r\n\r\n"
    )


def pdf(*lines: str, extra: bytes = b"") -> bytes:
    """A page of lines in Helvetica."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    return drawn(f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode("latin-1"), extra=extra)


def drawn(content: bytes, head: bytes = b"", extra: bytes = b"") -> bytes:
    """A page that a stream of operators draws, written by hand as the PDF reference (7.5) has it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (head, len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (Report on the flood) >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count + table
    return data + b"trailer << /Size %d /Root 1 0 R /Info 6 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (count, extra, start)


def read(path: Path, content: bytes | str) -> tuple[list[Document], list[InputRefusedError]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    items = list(read_paths([path]))
    refused = [item for item in items if isinstance(item, InputRefusedError)]
    return [item for item in items if isinstance(item, Document)], refused


def test_an_entry_of_a_feed_is_read_whole_where_the_feed_has_it_whole(tmp_path: Path) -> None:
    (first, second), (refused,) = read(tmp_path / "news.rss", RSS)
    assert first.text == "At least 12 people died.\nSome 300\nfled."
    assert (first.title, first.source, first.url) == ("Flood & fire", "The Valley Herald", "https://herald.example/1")
    assert (first.published, first.published_grain, first.language) == (MORNING, Grain.INSTANT, "en")
    assert (second.title, second.text, second.published) == ("Brief", "Seven boats sank.", None)
    assert refused.where.endswith("news.rss entry 3")


@pytest.mark.parametrize("name", ["wire.atom", "wire.xml"])
def test_atom_is_read_as_rss_is(tmp_path: Path, name: str) -> None:
    (entry,), refused = read(tmp_path / name, ATOM)
    assert refused == []
    assert (entry.text, entry.source, entry.url) == ("Forty were on board.", "Harbour Wire", "https://wire.example/f")
    assert entry.published == MORNING


def test_the_same_entry_of_the_next_day_is_the_same_document_and_a_changed_one_another(tmp_path: Path) -> None:
    (before, *_), _ = read(tmp_path / "monday.rss", RSS)
    (same, *_), _ = read(tmp_path / "tuesday.rss", RSS.replace("Brief", "Another"))
    (changed, *_), _ = read(tmp_path / "wednesday.rss", RSS.replace("12", "13"))
    assert before.doc_id == same.doc_id != changed.doc_id


@pytest.mark.parametrize("body", [PLAIN, MARKED_UP])
def test_a_mail_is_read_with_its_subject_sender_and_date(tmp_path: Path, body: bytes) -> None:
    (mail,), refused = read(tmp_path / "brief.eml", MAIL % body)
    assert refused == []
    assert mail.text.strip() == "Three people were hurt."
    assert (mail.title, mail.source, mail.published) == ("Café fire", "The Morning Brief", MORNING)
    assert mail.doc_id == "brief.eml"


PARTS = b"""MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

%b
--b
Content-Type: text/html; charset=utf-8

%b
--b--
"""
SHOWN = b"<p>All 212 passengers were brought ashore by midnight, the coastguard said on Friday.</p>"


@pytest.mark.parametrize(
    ("plain", "page", "text"),
    [
        (b"View in a browser: https://example.org/v/8a7b", SHOWN, "All 212"),
        (b"All 211 passengers were ashore by midnight, the coastguard said on Friday.", SHOWN, "All 211"),
        (b"Some 90 are safe.", b"<div>" * 300 + SHOWN, "Some 90"),
        (b"https://example.org/" + b"a" * 4_000, SHOWN, "All 212"),
    ],
    ids=["a stub", "both whole", "a page that is refused", "an address alone"],
)
def test_the_part_of_a_mail_that_has_its_text_is_read(tmp_path: Path, plain: bytes, page: bytes, text: str) -> None:
    (mail,), refused = read(tmp_path / "brief.eml", MAIL % (PARTS % (plain, page)))
    assert not refused
    assert mail.text.startswith(text)


def test_an_entry_has_its_sites_address_all_its_authors_and_no_captions(tmp_path: Path) -> None:
    feed = """<rss version="2.0"><channel><title>A</title><link>https://a.example/news/</link><item><title>Flood</title>
<link>/2026/flood</link><description>&lt;p&gt;43 people died.&lt;/p&gt;&lt;figure&gt;&lt;figcaption&gt;A boat of 1999
&lt;/figcaption&gt;&lt;/figure&gt;</description></item></channel></rss>"""
    (entry,), _ = read(tmp_path / "a.rss", feed.encode())
    assert (entry.url, entry.text) == ("https://a.example/2026/flood", "43 people died.")
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>Flood</title><author><name>Ann</name>
</author><author><name>Bob</name></author><summary>43 people died.</summary></entry></feed>"""
    (entry,), _ = read(tmp_path / "a.atom", atom.encode())
    assert entry.author == "Ann, Bob"


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_is_a_document_for_each_page(tmp_path: Path, packed: bool) -> None:
    other = record(answer(PAGE.replace(b"Forty", b"Fifty")), b"https://herald.example/q")
    picture = record(answer(b"\x89PNG", kind=b"image/png"))
    gone = record(answer(PAGE, head=b"404 Not Found"))
    parts = [record(answer(PAGE)), record(answer(PAGE)), other, picture, gone]
    name, data = ("a.warc.gz", b"".join(map(gzip.compress, parts))) if packed else ("a.warc", b"".join(parts))
    documents, refused = read(tmp_path / name, data)
    assert refused == []
    assert [item.url for item in documents] == ["https://herald.example/p"] * 2 + ["https://herald.example/q"]
    assert documents[0].doc_id == documents[1].doc_id != documents[2].doc_id
    assert documents[0].text.startswith("Forty people were taken")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_web_archive_in_a_zip_is_read_as_one_beside_it(tmp_path: Path, name: str) -> None:
    data = record(answer(PAGE)) + record(answer(PAGE.replace(b"Forty", b"Fifty")))
    path = tmp_path / "kept.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, gzip.compress(data) if name.endswith(".gz") else data)
    documents, refused = read(path, path.read_bytes())
    assert refused == []
    assert [item.text.split()[0] for item in documents] == ["Forty", "Fifty"]


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["At least 43 people have died in\nUpper Ford, the governor said\non Monday."], 1),
        (["The flood has killed 43 in the\nvalley, it said", "and 12 in the hills.\n"], 1),
        (["REPORT 2026\nThe dam of 1998 was built by the\n1/2", "REPORT 2026\nHill Company.\n2/2"], 2),
        (["The toll\nSome 43 people have died.\nHomes\n12,000 are without power."], 4),
        (["What is known of the flood:\n1. It rose on Monday.\n2. It fell on Friday.\n- 43 died."], 4),
        (["The union of dockers and the\nU.S.\nofficials met."], 1),
        (["Lower Ford 31\nUpper Ford 12\nHill Ford 9"], 3),
    ],
    ids=["a name", "over a page's end", "heads and numbers", "headings", "items", "a point in it", "rows"],
)
def test_lines_parted_by_the_papers_width_are_one_again(pages: list[str], text: int) -> None:
    said = flowing(pages)
    assert said.count("\n") == text, said
    assert "1/2" not in said
    assert said.count("REPORT") < 2


def test_a_pdf_is_read_with_its_lines_joined(tmp_path: Path) -> None:
    (report,), refused = read(
        tmp_path / "report.pdf", pdf("At least 1,200 peo-", "ple fled the", "valley.", "Two died.")
    )
    assert refused == []
    assert report.text == "At least 1,200 people fled the valley.\nTwo died.\n"
    assert report.title == "Report on the flood"


BILLION = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel/></rss>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"></rss>'
DEEP = RSS.replace("<b>people</b>", "<div>" * 200_000)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bomb.rss", BILLION, "entities of its own"),
        ("outside.xml", OUTSIDE, "entities of its own"),
        ("none.rss", "<p>A page.</p>", "it is no RSS or Atom feed"),
        ("void.rss", '<rss version="2.0"><channel><title>x</title></channel></rss>', "there is no entry"),
        ("cut.rss", "", "it is empty"),
        ("none.eml", b"just words", "it is no mail"),
        ("void.eml", MAIL % b"\r\n", "there is no text in the mail"),
        ("picture.eml", MAIL % b"Content-Type: image/png\r\n\r\nxx", "there is no text in the mail"),
        ("lie.pdf", b"no PDF at all", "it is no PDF"),
        ("cut.pdf", pdf("Ten men.")[:300], "can't be read"),
        ("scan.pdf", pdf(), "there is no text in it"),
        ("none.warc", b"no archive", "it is no WARC"),
        ("cut.warc", record(answer(PAGE, told=9_000)), "it breaks off"),
        ("none.warc.gz", b"\x1f\x8bnothing", "it is no WARC"),
    ],
)
def test_what_only_looks_like_it_is_refused(tmp_path: Path, name: str, content: bytes | str, reason: str) -> None:
    documents, refused = read(tmp_path / name, content)
    assert documents == []
    assert reason in refused[0].reason


def test_an_entry_nested_deep_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    documents, refused = read(tmp_path / "deep.rss", DEEP)
    assert [item.title for item in documents] == ["Brief"]
    assert "more than" in refused[0].reason
