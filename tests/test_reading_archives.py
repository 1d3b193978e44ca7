"""Zip and gzip: every member is read as its name says, and nothing in an archive can hurt."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from tracker.errors import InputRefusedError
from tracker.limits import Limits
from tracker.model import Document
from tracker.reading import read_paths

MEN = "Five men were found in the hut."
LINE = b'{"id": "%d", "text": "Six boats were lost."}\n'


def packed(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> tuple[dict[str, str], list[InputRefusedError]]:
    items = list(read_paths([path]))
    documents = {item.doc_id: item.text for item in items if isinstance(item, Document)}
    return documents, [item for item in items if isinstance(item, InputRefusedError)]


def test_each_member_of_a_zip_is_read_as_its_name_says(tmp_path: Path) -> None:
    nested = packed(tmp_path / "inner.zip", {"deep.txt": MEN}).read_bytes()
    path = packed(
        tmp_path / "news.zip",
        {
            "b/two.txt": f"---\ntitle: Hut\n---\n{MEN}",
            "a.jsonl": LINE % 1 + LINE % 2,
            "c.csv": "id,text\nrow,Seven cars burned.\n",
            "d.jsonl.gz": gzip.compress(LINE % 3),
            "e.zip": nested,
            "__MACOSX/._two.txt": b"\x00\x05",
            ".hidden.txt": "not read",
        },
    )
    documents, refused = read(path)
    assert refused == []
    assert set(documents) == {"1", "2", "3", "row", "news.zip/b/two.txt", "news.zip/e.zip/deep.txt"}
    assert documents["news.zip/b/two.txt"] == MEN


def test_a_table_in_a_zip_tells_of_the_texts_beside_it(tmp_path: Path) -> None:
    table = "file,source\none.txt,The Herald\n"
    members = {"metadata.csv": table, "one.txt": MEN, "b/one.txt": MEN, "c/metadata.csv": "no table", "c/one.txt": MEN}
    told = {
        str(item.read_from if isinstance(item, Document) else item.where): item
        for item in read_paths([packed(tmp_path / "news.zip", members)])
    }
    sources = {where.rpartition("news.zip/")[2]: getattr(item, "source", "refused") for where, item in told.items()}
    assert sources == {"one.txt": "The Herald", "b/one.txt": None, "c/metadata.csv": "refused", "c/one.txt": None}


def test_a_gzipped_file_is_read_as_what_it_is_without_gz(tmp_path: Path) -> None:
    (tmp_path / "one.txt.gz").write_bytes(gzip.compress(MEN.encode()))
    (tmp_path / "many.jsonl.gz").write_bytes(gzip.compress(LINE % 1) + gzip.compress(LINE % 2))
    documents, refused = read(tmp_path)
    assert refused == []
    assert documents == {"one.txt": MEN, "1": "Six boats were lost.", "2": "Six boats were lost."}


def test_a_gzipped_file_that_is_called_by_nothing_it_holds_is_told_how_to_be_called(tmp_path: Path) -> None:
    (tmp_path / "articles.gz").write_bytes(gzip.compress(MEN.encode()))
    _, (refused,) = read(tmp_path / "articles.gz")
    assert refused.remedy == "call it by what it holds, as in articles.jsonl.gz"


def test_what_a_member_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = packed(tmp_path / "bomb.zip", {"bomb.txt": b"0" * 5_000_000, "fine.txt": MEN})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + place
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    documents, refused = read(path)
    assert documents == {"bomb.zip/fine.txt": MEN}
    assert [item.where.rpartition("/")[2] for item in refused] == ["bomb.txt"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bomb.zip", {"bomb.txt": b"0" * 5_000_000}, "more than 200 times its packed size"),
        ("up.zip", {"../evil.txt": MEN}, "leads out of the archive"),
        ("root.zip", {"/etc/evil.txt": MEN}, "leads out of the archive"),
        ("drive.zip", {"C:\\evil.txt": MEN}, "leads out of the archive"),
        ("empty.zip", {}, "there is no file in it"),
        ("odd.zip", {"letter.docx": MEN}, ".docx is not read"),
        ("pair.zip", {"bad.txt": b"\xff\xfe\x00"}, "it starts as UTF-16"),
    ],
)
def test_a_hostile_zip_is_refused_by_name(
    tmp_path: Path, name: str, content: dict[str, bytes | str], reason: str
) -> None:
    documents, (refused,) = read(packed(tmp_path / name, content))
    assert documents == {}
    assert reason in refused.reason
    assert name in refused.where


def test_a_member_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    documents, (refused,) = read(tmp_path / "link.zip")
    assert documents == {}
    assert "it is a link" in refused.reason


def test_two_members_of_one_name_are_both_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("a.txt", MEN)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "Six men.")
    documents, refused = read(tmp_path / "twice.zip")
    assert documents == {}
    assert {item.reason for item in refused} == {"another member has the same name"}


def test_a_member_locked_with_a_password_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "locked.zip", {"a.txt": MEN})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    _, (refused,) = read(path)
    assert "locked with a password" in refused.reason


@pytest.mark.parametrize("name", ["cut.zip", "cut.txt.gz", "cut.jsonl.gz"])
def test_an_unfinished_archive_is_refused(tmp_path: Path, name: str) -> None:
    whole = tmp_path / name
    text = os.urandom(4_000).hex().encode()
    if name.endswith(".zip"):
        packed(whole, {"a.txt": text})
    else:
        whole.write_bytes(gzip.compress(b'{"id": "a", "text": "' + text + b'"}'))
    whole.write_bytes(whole.read_bytes()[:1_000])
    documents, refused = read(whole)
    assert documents == {}
    assert len(refused) == 1
    assert name in refused[0].where


def test_an_archive_in_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "0.zip", {"a.txt": MEN})
    for number in (1, 2):
        path = packed(tmp_path / f"{number}.zip", {path.name: path.read_bytes()})
    documents, (refused,) = read(path)
    assert documents == {}
    assert "an archive in 2 archives" in refused.reason


def test_members_and_what_they_unpack_to_are_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "many.zip", {f"{number}.txt": os.urandom(3_000).hex() for number in range(5)})
    monkeypatch.setattr("tracker.reading.archives.LIMITS", Limits(max_members=4))
    _, (refused,) = read(path)
    assert "5 members, over the limit of 4" in refused.reason
    monkeypatch.setattr("tracker.reading.archives.LIMITS", Limits(max_unpacked_bytes=15_000))
    documents, refused_all = read(path)
    assert len(documents) == 2
    assert all("the archive unpacks to more than" in item.reason for item in refused_all)


def test_a_gzip_bomb_in_lines_ends_with_a_refusal_and_what_came_before_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb") as file:
        file.write(LINE % 1)
        for _ in range(64):
            file.write(b" " * 1_000_000)
    (tmp_path / "bomb.jsonl.gz").write_bytes(stream.getvalue())
    documents, refused = read(tmp_path)
    assert list(documents) == ["1"]
    assert "more than 200 times" in refused[-1].reason
