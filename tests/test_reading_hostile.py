"""What is made to hurt a reader of files: each kind's hostile twin is refused, or read, soon and in little memory."""

from __future__ import annotations

import base64
import gzip
import io
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import polars as pl
import pytest

from tests.test_reading_feeds import MAIL, PAGE, answer, drawn, record
from tracker.errors import InputRefusedError
from tracker.limits import Limits
from tracker.model import Document
from tracker.reading import read_paths

KINDS = (
    *("atom", "csv", "eml", "html", "jsonl", "parquet", "pdf", "rss", "txt"),
    *("txt.gz", "warc", "warc.gz", "xml", "zip"),
)
SIZE = 2 * 1024**3
MOST_MEMORY = 200
BODY = "At least 43 people have died in the flood, the governor said on Wednesday."
OPEN_HEAD = b"From: a@herald.example\r\nSubject: Flood\r\n"


def read(path: Path, content: bytes | str) -> tuple[list[Document], list[InputRefusedError]]:
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    start = time.perf_counter()
    items = list(read_paths([path]))
    assert time.perf_counter() - start < 20
    refused = [item for item in items if isinstance(item, InputRefusedError)]
    assert all(item.remedy and path.name in item.where for item in refused)
    return [item for item in items if isinstance(item, Document)], refused


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read as Linux tells it")
def test_a_sparse_file_of_2_gib_is_refused_in_little_memory_whatever_it_is_called(tmp_path: Path) -> None:
    for kind in KINDS:
        with (tmp_path / f"sparse.{kind}").open("wb") as file:
            file.truncate(SIZE)
    code = """
import sys
from pathlib import Path
from tracker.reading import read_paths
for item in read_paths([Path(sys.argv[1])]):
    print(item)
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == len(KINDS)
    assert all(f"sparse.{kind}: " in done.stdout for kind in KINDS)
    assert int(done.stderr) < MOST_MEMORY


def test_a_csv_whose_row_never_ends_is_refused_and_the_rows_before_it_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.reading.tables.LIMITS", Limits(max_line_bytes=1_000))
    documents, (refused,) = read(tmp_path / "a.csv", f'id,text\na,{BODY[:20]}\nb,"' + "Five men died.\n" * 200)
    assert [item.doc_id for item in documents] == ["a"]
    assert "over the limit of 1,000 characters; reading ends there" in refused.reason


def test_parquet_that_unpacks_to_many_times_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": pl.Series([BODY[:10] * 100_000]).gather([0] * 60)}).write_parquet(path)
    documents, (refused,) = read(path, path.read_bytes())
    assert len(documents) < 20
    assert "more than 200 times its size" in refused.reason


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.99])
def test_an_unfinished_parquet_file_is_refused(tmp_path: Path, cut: float) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"id": range(100), "text": [f"{n} men." for n in range(100)]}).write_parquet(path)
    data = path.read_bytes()
    documents, (refused,) = read(path, data[: int(len(data) * cut)])
    assert documents == []
    assert "no Parquet file that can be read" in refused.reason


def feed(item: str, head: str = "") -> str:
    return f"{head}<rss version='2.0'><channel><title>Herald</title>{item}</channel></rss>"


ITEM = f"<item><title>Flood</title><description>Señor {BODY}</description></item>"
MANY = "".join(f" a{number}='1'" for number in range(100_000))


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (feed(f"<item{MANY}><title>Flood</title></item>"), "more than 1,000 attributes"),
        (feed(f"<item><title>Five\x00 men</title></item>{ITEM}"), "it is no text"),
        (feed(ITEM, '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]>').encode("utf-16"), "entities of its own"),
        (b"/etc/passwd", "it is no RSS or Atom feed"),
        (b"https://herald.example/feed", "it is no RSS or Atom feed"),
    ],
    ids=["attributes", "a NUL", "entities in UTF-16", "a file's name", "an address"],
)
def test_a_hostile_feed_is_refused(tmp_path: Path, markup: bytes | str, reason: str) -> None:
    documents, (refused,) = read(tmp_path / "a.rss", markup)
    assert documents == []
    assert reason in refused.reason


@pytest.mark.parametrize(
    "markup",
    [
        feed("<a>" * 5_000 + "</a>" * 5_000 + ITEM),
        feed(ITEM, "<?xml version='1.0' encoding='utf-8'?>").encode("cp1252"),
        feed(ITEM, "<?xml version='1.0' encoding='iso-8859-1'?>").encode(),
        feed(ITEM, "<?xml version='1.0' encoding='utf-16'?>").encode("utf-16"),
        feed(ITEM, "<?xml version='1.0' encoding='utf-16'?>").encode(),
    ],
    ids=["nested", "UTF-8 it is not", "UTF-8 it is", "UTF-16", "UTF-16 it is not"],
)
def test_a_feed_is_read_whatever_it_says_of_its_encoding(tmp_path: Path, markup: bytes | str) -> None:
    documents, refused = read(tmp_path / "a.rss", markup)
    assert refused == []
    assert documents[-1].text.startswith("Señor At least 43 people")


def test_an_unfinished_feed_is_read_up_to_its_last_whole_entry(tmp_path: Path) -> None:
    documents, (refused,) = read(tmp_path / "a.rss", feed(ITEM + ITEM.replace("43", "44"))[:-60])
    assert [item.text for item in documents] == [f"Señor {BODY}"]
    assert "it breaks off in entry 2" in refused.reason


@pytest.mark.parametrize(
    "head",
    [
        b"From: " + b"<a@b>," * 100_000 + b"\r\n",
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n",
        b"Content-Type: text/plain; " + b"; ".join(b"a*%d=x" % n for n in range(50_000)) + b"\r\n",
        b"".join(b"X-%d: y\r\n" % n for n in range(50_000)),
        b"X: " + b"y" * 5_000_000 + b"\r\n",
    ],
    ids=["senders", "words of the subject", "parameters", "fields", "a field"],
)
def test_a_mail_with_an_endless_head_is_read_in_bounded_time(tmp_path: Path, head: bytes) -> None:
    (mail,), refused = read(tmp_path / "a.eml", OPEN_HEAD + head + b"\r\n" + BODY.encode())
    assert refused == []
    assert mail.text == BODY


def nested(depth: int) -> bytes:
    part = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    return b"".join(part % (number, number) for number in range(depth))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (nested(5_000) + b"\r\n" + BODY.encode(), "its head or its parts are broken"),
        (b"\r\nFive\x00 men died.", "it is no text"),
        (b"Content-Transfer-Encoding: base64\r\n\r\n!!!!", "there is no text in the mail"),
        (b"\r\n" + b"\x89PNG\r\n\x1a\n", "it is no text but a PNG picture"),
    ],
    ids=["nested", "a NUL", "no base64", "a picture"],
)
def test_a_hostile_mail_is_refused(tmp_path: Path, body: bytes, reason: str) -> None:
    documents, (refused,) = read(tmp_path / "a.eml", MAIL % body)
    assert documents == []
    assert reason in refused.reason


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + f"Señor {BODY}".encode("cp1252"),
        b"Content-Type: text/plain; charset=x-nothing\r\n\r\n" + f"Señor {BODY}".encode("cp1252"),
        b"Content-Type: text/plain; charset=us-ascii\r\n\r\n" + f"Señor {BODY}".encode(),
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n" + f"Señor {BODY}".encode(),
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(f"Señor {BODY}".encode()) + b"=",
    ],
    ids=["UTF-8 it is not", "no encoding", "ASCII it is not", "unfinished", "base64 with too much"],
)
def test_a_mail_is_read_whatever_it_says_of_itself(tmp_path: Path, body: bytes) -> None:
    (mail,), refused = read(tmp_path / "a.eml", MAIL % body)
    assert refused == []
    assert mail.text == f"Señor {BODY}"


FLATE = b"/Filter /FlateDecode "


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (drawn(zlib.compress(b"0" * 30_000_000), FLATE), "unpacks to more than 20 MiB"),
        (drawn(zlib.compress(b"[" * 200_000), FLATE), "its pages can't be read"),
        (drawn(b"x").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), "its pages can't be read"),
        (drawn(b"BT /F1 12 Tf (At least ten men died.) Tj ET")[:-200], "its pages can't be read"),
        (b"%PDF-1.4\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF", "can't be read"),
    ],
    ids=["a bomb", "nested", "pages in a ring", "unfinished", "a nested object"],
)
def test_a_hostile_pdf_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    documents, (refused,) = read(tmp_path / "a.pdf", data)
    assert documents == []
    assert reason in refused.reason


def test_a_pdf_drawn_in_very_many_strokes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.reading.pdf.LIMITS", Limits(max_pdf_strokes=50))
    documents, (refused,) = read(tmp_path / "a.pdf", drawn(b"BT /F1 12 Tf " + b"(Ten men died.) Tj " * 60 + b"ET"))
    assert documents == []
    assert "strokes" in refused.reason


FINE = record(answer(PAGE))


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (record(answer(b"<html>" + b"0" * 25_000_000)) + FINE, 1),
        (gzip.compress(record(answer(b"<html>" + b"0" * 25_000_000))) + gzip.compress(FINE), 1),
        (record(answer(PAGE, told=99_999_999)) + FINE, 1),
        (record(answer(PAGE)).replace(b"Content-Length: ", b"Content-Length: -", 1) + FINE, 0),
        (FINE + record(answer(PAGE))[:-300], 1),
        (FINE + record(answer(PAGE).replace(b"Content-Length: 224\r\n", b""))[:-100], 1),
        (record(answer(PAGE.replace(b"Forty", b"F\x00rty"))) + FINE, 1),
        (gzip.compress(b"WARC/1.1\r\nX: " + b"a" * 30_000_000), 0),
    ],
    ids=["large", "a bomb", "a lying answer", "a lying record", "cut head", "cut", "a NUL", "an endless head"],
)
def test_a_bad_record_of_a_web_archive_is_refused_and_the_others_are_read(
    tmp_path: Path, data: bytes, count: int
) -> None:
    name = "a.warc.gz" if data.startswith(b"\x1f\x8b") else "a.warc"
    documents, refused = read(tmp_path / name, data)
    assert refused
    assert len(documents) == count


def chunked(body: bytes) -> bytes:
    pieces = (body[start : start + 90] for start in range(0, len(body), 90))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def sent(body: bytes, *head: bytes) -> bytes:
    return record(b"\r\n".join((b"HTTP/1.1 200 OK", b"Content-Type: text/html", *head, b"", body)))


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (sent(chunked(gzip.compress(PAGE)), b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"), None),
        (sent(gzip.compress(PAGE), b"content-encoding: GZIP"), None),
        (sent(zlib.compress(PAGE), b"Content-Encoding: deflate"), None),
        (sent(zlib.compress(PAGE)[2:-4], b"Content-Encoding: deflate"), None),
        (sent(PAGE, b"Content-Encoding: br", b"Transfer-Encoding: chunked"), None),
        (sent(gzip.compress(PAGE)[:-40], b"Content-Encoding: gzip"), "breaks off"),
        (sent(gzip.compress(b"0" * 30_000_000), b"Content-Encoding: gzip"), "20 MiB"),
        (sent(b"\x00\x01" * 200, b"Content-Encoding: gzip"), "can't be unpacked"),
        (sent(PAGE, b"Content-Encoding: zstd"), "'zstd'"),
    ],
    ids=["both", "gzip", "zlib", "bare deflate", "unpacked before", "cut", "a bomb", "no gzip", "an unknown code"],
)
def test_an_answer_is_unpacked_or_refused_and_the_records_after_it_are_read(
    tmp_path: Path, first: bytes, reason: str | None
) -> None:
    after = record(answer(PAGE.replace(b"Forty", b"Fifty")))
    documents, refused = read(tmp_path / "a.warc", first + after + after)
    starts = [document.text[:5] for document in documents]
    assert starts == ([] if reason else ["Forty"]) + ["Fifty", "Fifty"]
    assert [reason in each.reason for each in refused if reason] == ([True] if reason else [])


def test_an_answer_is_in_the_encoding_that_its_head_says(tmp_path: Path) -> None:
    page = PAGE.decode().replace("fire service", "пожарная служба").encode("cp1251")
    data = record(answer(page, kind=b"text/html; charset=windows-1251")) + record(answer(PAGE, kind=b"text/html"))
    documents, _ = read(tmp_path / "a.warc", data)
    assert [("пожарная служба" in document.text) for document in documents] == [True, False]


def test_a_web_archive_that_is_a_bomb_in_a_zip_is_refused_once_and_what_came_before_is_read(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.warc", FINE + record(answer(b"<html>" + b"0" * 5_000_000)) + FINE)
    documents, (refused,) = read(tmp_path / "a.zip", packed.getvalue())
    assert len(documents) == 1
    assert "more than 200 times" in refused.reason
