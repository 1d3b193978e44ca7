"""What commands that read and fetch say and end with: standard input, what is refused, visits, being quiet."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.website import Site
from tracker.workspace import Workspace

TEXT = "At least 43 people have died, the governor said."
PAGE = (
    f"<html><head><title>Flood</title></head><body><article><p>{TEXT}</p><p>{TEXT} Rain goes on.</p></article></body>"
)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (json.dumps({"id": "a", "text": TEXT, "title": "Flood"}), "Flood"),
        (f"\n {TEXT}", None),
        (f"---\ntitle: Flood\n---\n{TEXT}", "Flood"),
        ("\ufeff" + PAGE, "Flood"),
        (f"[Update] {TEXT}", None),
        (f'id;text;title\n1;"{TEXT}";Flood\n', "Flood"),
        (
            f'<?xml version="1.0"?><rss version="2.0"><item><title>Flood</title><description>{TEXT}</description>'
            "</item></rss>",
            "Flood",
        ),
        (f"From: a@example.org\nDate: Fri, 06 Mar 2026 06:30:00 +0100\nSubject: Flood\n\n{TEXT}", "Flood"),
        (gzip.compress(f'title,text\nFlood,"{TEXT}"\n'.encode()), "Flood"),
    ],
    ids=[
        "JSON lines",
        "a text",
        "front matter",
        "a page",
        "an update",
        "a table",
        "a feed",
        "a mail",
        "a packed table",
    ],
)
def test_standard_input_is_read_as_its_start_says(
    figtrack: Run, tmp_path: Path, given: str | bytes, title: str | None
) -> None:
    given = given.encode() if isinstance(given, str) else given
    built = figtrack("build", "-", "-w", tmp_path / "w", "--workers", "1", "--quiet", stdin=given)
    assert built == (0, "", "")
    (document,) = Workspace.open(tmp_path / "w").read("documents").to_dicts()
    assert document["title"] == title
    assert TEXT in document["text"]
    _, out, _ = figtrack("extract", "-", stdin=given)
    claims = [json.loads(line) for line in out.splitlines()]
    assert claims[0]["surface"] == "43"
    assert {claim["doc_id"] for claim in claims} == {document["doc_id"]}


def test_standard_input_goes_with_files_and_its_refusals_name_it(figtrack: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    lines = f'{{"id": "b", "text": "{TEXT}"}}\n[1]\n'.encode()
    code, out, err = figtrack("extract", tmp_path / "a.txt", "-", stdin=lines)
    assert code == 1
    assert {json.loads(line)["doc_id"] for line in out.splitlines()} == {"a.txt", "b"}
    assert err.startswith("figtrack: refused: standard input line 2: it is JSON but no object; ")
    code, out, err = figtrack("extract", stdin=b"")
    assert (code, out, err) == (1, "", "figtrack: refused: standard input: it is empty; fill it or leave it out\n")


def test_a_cluster_is_not_given_standard_input(figtrack: Run, tmp_path: Path) -> None:
    dask = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    code, _, err = figtrack("build", "-", "-w", tmp_path / "w", *dask, stdin=TEXT.encode())
    assert code == 2
    assert "a cluster's workers can't read standard input" in err


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../out.txt", "in.exe", "empty.txt"):
            archive.writestr(name, TEXT if name == "../out.txt" else "")


BAD: dict[str, bytes] = {
    "empty.txt": b"",
    "nul.txt": b"Five\x00 men",
    "half.txt": b"\xff\xfea\x00b",
    "open.txt": b"---\ntitle: x\nFive men.",
    "date.txt": b"---\npublished: 04/03/2026\n---\nFive men.",
    "picture.html": b"\x89PNG\r\n\x1a\n\x00",
    "menu.html": b"<html><body><nav><a href=/>Home</a></nav></body></html>",
    "deep.html": b"<html><body>" + b"<div>" * 60_000,
    "plain.htm": b"Five men came.",
    "list.jsonl": b"[]\n",
    "cut.jsonl": b'{"id": "a", "text": "Five',
    "number.jsonl": b'{"id": "a", "text": 5}\n',
    "columns.csv": b"key,body\n1,Five men.\n",
    "ragged.csv": b"id,text\n1,Five men,six\n",
    "lie.parquet": b"PAR1 PAR1",
    "lie.zip": b"PK\x03\x04",
    "lie.txt.gz": b"Five men",
    "bomb.txt.gz": gzip.compress(b"0" * 3_000_000),
    "lie.warc": b"Five men\n",
    "page.xml": b"<p>Five men.</p>",
    "bomb.rss": b'<!DOCTYPE r [<!ENTITY a "a">]><rss version="2.0"><channel/></rss>',
    "lie.pdf": b"Five men.",
    "lie.eml": b"Five men.\n",
    "letter.docx": b"PK\x03\x04",
    "article": b"Five men.",
}


def test_each_bad_input_is_one_line_that_names_it_and_says_what_to_do(figtrack: Run, tmp_path: Path) -> None:
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    zipped(tmp_path / "members.zip")
    (tmp_path / "good.txt").write_text(TEXT)
    code, out, err = figtrack("extract", tmp_path)
    assert code == 1
    assert {json.loads(line)["doc_id"] for line in out.splitlines()} == {"good.txt"}
    lines = err.splitlines()
    assert all(line.startswith(f"figtrack: refused: {tmp_path}/") and "; " in line for line in lines)
    named = [line.removeprefix(f"figtrack: refused: {tmp_path}/").split(":")[0].split(" ")[0] for line in lines]
    members = ["members.zip/../out.txt", "members.zip/empty.txt", "members.zip/in.exe"]
    assert sorted(named) == sorted([*BAD, *members])
    assert "Traceback" not in err


def test_fetch_says_what_it_kept_and_what_comes_next(figtrack: Run, site: Site, tmp_path: Path) -> None:
    url = site.put("/flood", PAGE)
    code, out, err = figtrack("fetch", url, "--into", tmp_path / "got", "--allow-private")
    assert (code, err) == (0, "")
    (archive,) = (tmp_path / "got").glob("*.warc.gz")
    assert out.splitlines() == [
        f"1 page kept in {archive}, 0 as before, 0 refused",
        f"next: figtrack build {tmp_path / 'got'} -w WORKSPACE",
    ]
    code, out, _ = figtrack("fetch", url, "--into", tmp_path / "got", "--allow-private")
    assert (code, out) == (0, "0 pages kept, 1 as before, 0 refused\n")
    assert figtrack("fetch", url, "--into", tmp_path / "got", "--allow-private", "-q") == (0, "", "")


def test_fetch_names_what_it_refuses(figtrack: Run, site: Site, tmp_path: Path) -> None:
    code, out, err = figtrack("fetch", site.base, "ftp://host.example/", "--into", tmp_path / "got")
    assert (code, out) == (1, "0 pages kept, 0 as before, 2 refused\n")
    private, scheme = err.splitlines()
    assert private.startswith(f"figtrack: refused: {site.base}/")
    assert private.endswith("allow it with --allow-private if it is a host of your own")
    assert "ftp://host.example/: it is no address of a page" in scheme
    (tmp_path / "letter").write_text("Dear Ann")
    code, _, err = figtrack("fetch", site.base, "--into", tmp_path / "letter")
    assert code == 2
    assert err == f"figtrack: {tmp_path / 'letter'}: can't be made (File exists); choose another folder\n"


def test_fetch_that_is_interrupted_keeps_nothing_and_says_so(
    figtrack: Run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.commands.fetching._tell", interrupt)
    code, out, err = figtrack("fetch", site.page("/flood"), "--into", tmp_path / "got", "--allow-private")
    assert (code, out, err) == (130, "", "figtrack: stopped; nothing was kept of this run\n")
    assert list((tmp_path / "got").iterdir()) == []


ARTICLE = """<html lang="en"><head><title>Flood in Lower Ford | The Valley Herald</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Flood in Lower Ford",
"datePublished": "2026-03-04T18:30:00+01:00", "publisher": {"name": "The Valley Herald"}}</script></head>
<body><article><p>The flood in Lower Ford has killed NUMBER people, the governor said on Wednesday.</p>
<p>Rescue teams went from house to house in the night, and the army has put up beds in the schools.</p></article>"""


def test_watch_takes_in_each_version_of_a_page_whose_number_changes(figtrack: Run, site: Site, tmp_path: Path) -> None:
    url = site.put("/flood", ARTICLE.replace("NUMBER", "43"))
    look = ("watch", url, "--into", tmp_path / "got", "-w", tmp_path / "w", "--allow-private", "--workers", "1")
    code, out, err = figtrack(*look, "--times", "1")
    assert (code, err) == (0, "")
    assert "1 page kept" in out
    assert "1 document new, 0 already there" in out
    site.put("/flood", ARTICLE.replace("NUMBER", "430"))
    code, out, err = figtrack(*look, "--times", "2", "--every", "0s")
    assert (code, err) == (0, "")
    assert "1 document new, 1 already there" in out
    assert "nothing new: 2 documents already there" in out
    assert out.count("waiting 0 s; Ctrl-C ends") == 1
    workspace = Workspace.open(tmp_path / "w")
    documents = workspace.read("documents").sort("ingested_at")
    assert documents["url"].to_list() == [url, url]
    assert documents["copy_of"].to_list() == [None, None]
    assert ["430" in text for text in documents["text"]] == [False, True]
    claims = workspace.read("claims")
    assert sorted(claims["value"].to_list()) == [43.0, 430.0]
    (finding,) = workspace.read("findings").to_dicts()
    assert set(finding["claim_ids"]) == set(claims["claim_id"])


def test_watch_that_is_interrupted_or_called_wrong_says_so(
    figtrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.commands.watch.time.sleep", interrupt)
    (tmp_path / "a.txt").write_text(TEXT)
    code, _, err = figtrack("watch", tmp_path / "a.txt", "-w", tmp_path / "w", "--workers", "1", "-q")
    assert (code, err) == (130, "figtrack: stopped; the last snapshot is untouched\n")
    monkeypatch.setattr("tracker.commands.build.build_shown", lambda *_: interrupt(0))
    code, _, err = figtrack("watch", tmp_path / "a.txt", "-w", tmp_path / "w", "--every", "0s")
    assert (code, err.splitlines()) == (
        130,
        ["figtrack: stopped; the last snapshot is untouched, and the next build goes on from what was read"],
    )
    code, _, err = figtrack("watch", "https://news.example/", "-w", tmp_path / "w")
    assert (code, err.split(": ", 2)[2]) == (2, "say with --into FOLDER where its pages are to be kept\n")
    code, _, err = figtrack("watch", tmp_path, "-w", tmp_path / "w", "--every", "often")
    assert (code, err) == (
        2,
        "figtrack: --every often: write a number and s, m, h or d, as in 90s, 15m, 6h or 30d\n",
    )


@pytest.mark.parametrize("command", ["build", "watch"])
def test_sigterm_ends_a_build_in_order_as_an_interruption_does(
    figtrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("tracker.commands.build.build_shown", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    (tmp_path / "a.txt").write_text(TEXT)
    code, out, err = figtrack(command, tmp_path / "a.txt", "-w", tmp_path / "w")
    assert (code, out) == (143, "")
    assert err.startswith("figtrack: stopped; the last snapshot is untouched")
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_shell_completes_commands_and_values() -> None:
    environment = {**os.environ, "_FIGTRACK_COMPLETE": "complete_bash"}

    def completed(words: str) -> list[str]:
        asked = {**environment, "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
        command = [Path(sys.executable).parent / "figtrack"]
        done = subprocess.run(command, env=asked, capture_output=True, text=True, check=False)
        return done.stdout.split()

    assert completed("figtrack bu") == ["build"]
    assert completed("figtrack findings --class arith") == ["arithmetic"]
