"""Files and folders: front matter, the sidecar, ids, and what is refused."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker.errors import InputRefusedError
from tracker.limits import Limits
from tracker.model import Document, Grain
from tracker.reading import Seen, files, fingerprint, new_documents, read_paths
from tracker.reading import open as opening

FRONT = """---
title: "Flood waters rise"
Source: The Valley Herald
published: 2026-03-04T18:30:00+01:00
url: https://example.org/flood
mood: grim
---

At least 43 people have died.
"""


def documents(*paths: Path) -> dict[str, Document]:
    items = list(read_paths(paths))
    assert not [item for item in items if isinstance(item, InputRefusedError)]
    return {item.doc_id: item for item in items if isinstance(item, Document)}


def refusals(*paths: Path) -> list[InputRefusedError]:
    return [item for item in read_paths(paths) if isinstance(item, InputRefusedError)]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_front_matter_is_read_and_is_no_part_of_the_text(tmp_path: Path) -> None:
    put(tmp_path, "flood.txt", FRONT)
    document = documents(tmp_path)["flood.txt"]
    assert document.text == "At least 43 people have died.\n"
    assert (document.title, document.source, document.url) == (
        "Flood waters rise",
        "The Valley Herald",
        "https://example.org/flood",
    )
    assert document.published is not None
    assert document.published.isoformat() == "2026-03-04T17:30:00+00:00"
    assert document.published_grain is Grain.INSTANT


def test_front_matter_with_windows_line_ends(tmp_path: Path) -> None:
    put(tmp_path, "flood.txt", FRONT.replace("\n", "\r\n"))
    document = documents(tmp_path)["flood.txt"]
    assert document.source == "The Valley Herald"
    assert document.text == "At least 43 people have died.\r\n"


@pytest.mark.parametrize(
    "head",
    [
        "tags:\n  - flood\n  - dam\nsource: The Herald",
        "tags:\n- source: none\nsource: The Herald\nurl: ~",
        "about: >\n  A long\n  source: of words\n\nsource: 'The Herald'",
        "  source: The Herald\n  author:\n    name: Ann\n  url: null",
    ],
    ids=["a list", "a list at the margin", "a folded text", "all set in"],
)
def test_front_matter_may_have_the_lists_and_long_texts_of_yaml(tmp_path: Path, head: str) -> None:
    put(tmp_path, "flood.txt", f"---\n{head}\n---\n43 died.")
    document = documents(tmp_path)["flood.txt"]
    assert (document.source, document.author, document.url, document.text) == ("The Herald", None, None, "43 died.")


@pytest.mark.parametrize(
    "text",
    [
        "No fence: 5 dead\n",
        "---\nFive dead in a flood.\n---\nThe river rose.\n",
        "---\nThe river rose.\ntitle: none\n",
        "----\ntitle: four dashes\n----\nThe river rose.\n",
        "---\nnote: a line with a colon\n---\nThe river rose.\n",
    ],
    ids=["none", "a rule over the text", "a rule never closed", "another rule", "no field of ours"],
)
def test_text_without_front_matter_is_kept_whole(tmp_path: Path, text: str) -> None:
    put(tmp_path, "a.txt", text)
    assert documents(tmp_path)["a.txt"].text == text


def test_a_document_without_source_or_date_is_never_guessed(tmp_path: Path) -> None:
    put(tmp_path, "Reuters-2026-03-04.txt", "March 4, 2026 (Reuters) - Two ships sank.")
    (document,) = documents(tmp_path).values()
    assert (document.source, document.published, document.published_grain) == (None, None, Grain.UNKNOWN)


def test_the_sidecar_names_source_date_and_address(tmp_path: Path) -> None:
    put(tmp_path, "metadata.csv", 'file,note,source,published,url\na.txt,"x, y",The Herald,2026-03-04,\nb.txt,,,,\n')
    put(tmp_path, "a.txt", "Two ships sank.")
    put(tmp_path, "b.txt", "Three ships sank.")
    read = documents(tmp_path)
    assert (read["a.txt"].source, read["a.txt"].published_grain) == ("The Herald", Grain.DAY)
    assert (read["b.txt"].source, read["b.txt"].published) == (None, None)
    given = documents(tmp_path / "a.txt", tmp_path / "metadata.csv")
    assert given["a.txt"].source == "The Herald"


def test_front_matter_goes_before_the_sidecar_which_fills_the_gaps(tmp_path: Path) -> None:
    put(tmp_path, "metadata.csv", "file,source,published\nflood.txt,Another,2020-01-01\nbare.txt,Another,2020-01-01\n")
    put(tmp_path, "flood.txt", FRONT)
    put(tmp_path, "bare.txt", "---\ntitle: Bare\nsource:\n---\nText.")
    read = documents(tmp_path)
    assert read["flood.txt"].source == "The Valley Herald"
    assert (read["bare.txt"].source, read["bare.txt"].title) == ("Another", "Bare")


def test_an_id_is_the_path_below_the_folder_given_or_the_name_of_the_file_given(tmp_path: Path) -> None:
    path = put(tmp_path, "news/may/a.txt", "Two ships sank.")
    assert list(documents(tmp_path)) == ["news/may/a.txt"]
    assert list(documents(tmp_path / "news")) == ["may/a.txt"]
    assert list(documents(path)) == ["a.txt"]


def test_a_folder_is_read_in_the_order_of_its_names_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/x.txt"):
        put(tmp_path, name, name)
    put(tmp_path, "lines.jsonl", '{"id": "z", "text": "x"}\n')
    assert list(documents(tmp_path)) == ["a.txt", "b.txt", "z", "sub/c.txt"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", "", "it is empty"),
        ("blank.txt", " \n \n", "it is empty"),
        ("bare.txt", "---\ntitle: Only a title\n---\n", "it has no text"),
        ("empty.jsonl", "", "it is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00", "a PNG picture"),
        ("date.txt", "---\npublished: 04/03/2026\n---\nText.", "its date '04/03/2026' can't be read"),
        ("open.txt", "---\ntitle: x\nThe river rose.\n", "its front matter is not closed by a second line `---`"),
        ("open.txt", "---\n# notes\nauthor: y\ntitle: x", "its front matter is not closed"),
        ("wide.jsonl", '{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n'.encode("utf-16"), "it is in UTF-16"),
        ("bare.jsonl", '{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n'.encode("utf-16-be"), "it is in UTF-16"),
        ("front.txt", "---\ntitle: x\nno colon here\n---\nText.", "line 3 of its front matter"),
        ("page.xml", "<p>Text.</p>", "it is no RSS or Atom feed"),
        ("letter.docx", "Text.", ".docx is not read"),
        ("article", "Text.", "a file without suffix is not read"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_rest_is_read(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    put(tmp_path, name, content)
    put(tmp_path, "good.txt", "Two ships sank.")
    items = list(read_paths([tmp_path]))
    (refusal,) = [item for item in items if isinstance(item, InputRefusedError)]
    assert [item.doc_id for item in items if isinstance(item, Document)] == ["good.txt"]
    assert refusal.where == str(tmp_path / name)
    assert reason in refusal.reason
    assert refusal.remedy


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("file,source\na.txt,X\ngone.txt,Y\n", "it names 'gone.txt', which is not there"),
        ("file,source\na.txt,X\n../a.txt,Y\n", "it names '../a.txt', which is not there"),
        ("file,source\na.txt,X,extra\n", "it has 3 cells where the first line has 2 columns"),
        ("file,source\na.txt\n", "it has 1 cells"),
        ("file,source\n,X\n", "its `file` is empty"),
        ("file,source\na.txt,X\na.txt,Y\n", "a second time"),
        ("name,source\na.txt,X\n", "no column `file`"),
        ('file,source\na.txt,"never closed\n', "it is no CSV"),
        ("", "it is empty"),
    ],
)
def test_a_bad_row_of_the_sidecar_is_refused_and_the_files_are_read(tmp_path: Path, content: str, reason: str) -> None:
    put(tmp_path, "metadata.csv", content)
    put(tmp_path, "a.txt", "Two ships sank.")
    items = list(read_paths([tmp_path]))
    (refusal,) = [item for item in items if isinstance(item, InputRefusedError)]
    assert refusal.where.startswith(str(tmp_path / "metadata.csv"))
    assert reason in refusal.reason
    assert [item.doc_id for item in items if isinstance(item, Document)] == ["a.txt"]


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    (refusal,) = refusals(tmp_path / "nowhere")
    assert (refusal.where, refusal.reason) == (str(tmp_path / "nowhere"), "there is no such file or folder")
    (refusal,) = refusals(tmp_path)
    assert "no file in it that is read" in refusal.reason
    (refusal,) = refusals(Path("nul\x00.txt"))
    assert refusal.reason


def test_a_file_over_the_cap_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    (refusal,) = refusals(tmp_path)
    assert str(refusal) == f"{path}: 2,048 MiB is over the 20 MiB limit; raise limits.max_bytes or split the file"
    monkeypatch.setattr(opening, "LIMITS", Limits(max_bytes=10))
    put(tmp_path, "huge.txt", "more than ten bytes")
    assert len(refusals(tmp_path)) == 1


def test_a_folder_over_the_cap_on_documents_is_refused_past_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LIMITS", Limits(max_documents=2))
    for number in range(4):
        put(tmp_path, f"{number}.txt", "x")
    items = list(read_paths([tmp_path]))
    assert [type(item) for item in items] == [Document, Document, InputRefusedError]


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path, "outside/secret.txt", "Secret.")
    inside = tmp_path / "inside"
    put(inside, "a.txt", "Two ships sank.")
    (inside / "out.txt").symlink_to(outside)
    (inside / "folder").symlink_to(outside.parent)
    (inside / "loop").symlink_to(inside)
    (inside / "dangling.txt").symlink_to(inside / "gone.txt")
    items = list(read_paths([inside]))
    assert [item.doc_id for item in items if isinstance(item, Document)] == ["a.txt"]
    named = {Path(item.where).name: item.reason for item in items if isinstance(item, InputRefusedError)}
    assert set(named) == {"out.txt", "folder", "loop", "dangling.txt"}
    assert "leads out of the folder" in named["out.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (refusal,) = refusals(tmp_path)
    assert refusal.reason == "it is no regular file"


def test_the_same_document_again_is_nothing_new_and_another_text_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "one/a.txt", "Two ships sank.")
    put(tmp_path, "two/a.txt", "Two ships sank.")
    put(tmp_path, "three/a.txt", "Three ships sank.")
    paths = [tmp_path / name for name in ("one", "two", "three", "one")]
    first, same, other, again = new_documents(read_paths(paths), {})
    assert isinstance(first, Document)
    assert same == again == Seen(first, differs=False)
    assert isinstance(other, InputRefusedError)
    assert other.where == str(tmp_path / "three" / "a.txt")
    assert other.reason == "another document with the id 'a.txt' and another text is already there"


def test_an_id_that_comes_twice_in_json_lines_is_refused_by_its_line(tmp_path: Path) -> None:
    put(tmp_path, "news.jsonl", '{"id": "d1", "text": "x"}\n{"id": "d1", "text": "y"}\n')
    _, other = new_documents(read_paths([tmp_path / "news.jsonl"]), {})
    assert isinstance(other, InputRefusedError)
    assert other.where == f"{tmp_path / 'news.jsonl'} line 2"
    assert "'d1'" in other.reason


def test_a_date_is_the_same_whichever_way_its_zone_is_written() -> None:
    said = Document("a", "x", published=datetime(2026, 3, 4, 12, tzinfo=UTC))
    read_back = replace(said, published=datetime(2026, 3, 4, 12, tzinfo=ZoneInfo("UTC")))
    elsewhere = replace(said, published=datetime(2026, 3, 4, 13, tzinfo=timezone(timedelta(hours=1))))
    later = replace(said, published=datetime(2026, 3, 4, 13, tzinfo=UTC))
    assert fingerprint(said) == fingerprint(read_back) == fingerprint(elsewhere)
    assert fingerprint(said) != fingerprint(later)


def test_a_workspace_inside_the_folder_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "Two ships sank.")
    put(tmp_path, "work/workspace.json", "{}")
    put(tmp_path, "work/snapshots/00000000.json", "{}")
    assert list(documents(tmp_path)) == ["a.txt"]


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("https://herald.example/flood", "bring it in with `figtrack fetch`"),
        ("gs://bucket/news", "copy it into a folder or to s3://"),
    ],
)
def test_an_address_is_refused_with_the_way_to_bring_it_in(address: str, remedy: str) -> None:
    (refusal,) = refusals(Path(address))
    assert "an address" in refusal.reason
    assert remedy in refusal.remedy
