"""Articles in a bucket are read as those in a folder: the same documents and refusals, in the same order."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import polars as pl
import pytest

from tests import objectstorage
from tracker.errors import InputRefusedError, UsageError
from tracker.limits import Limits
from tracker.model import Document
from tracker.reading import OWN_NAMES, divided, in_portions, list_inputs, objects, portions, read_paths, read_portion
from tracker.reading import open as opening
from tracker.storage.bucket import Bucket, why

ROWS = [{"id": f"r{number}", "text": f"Some {number + 900} dockers walked out."} for number in range(40)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS)


@pytest.fixture
def place(bucket: str, tmp_path: Path) -> str:
    """The address of a folder in the bucket, which is this test's own."""
    return f"{bucket}/{tmp_path.name}"


def fill(folder: Path) -> None:
    """A folder with files of many kinds, some to be refused or passed over."""
    texts = {
        "b/story.txt": "title: Flood\n\nAt least 43 people died.",
        "a.txt": "Two ships sank.",
        "b-c/d.txt": "Three ships sank.",
        "b/deep/e f.txt": "Four ships sank.",
        "b/deep/metadata.csv": "file,source,published\ne f.txt,The Herald,2026-03-04\ngone.txt,The Herald,\n",
        "ä{1}#~%20/g[1].txt": "Five ships sank.",
        ".hidden/x.txt": "Six ships sank.",
        "b/.x.txt": "Six ships sank.",
        "letter.docx": "no kind that is read",
        "blank.txt": " \n",
        "lines.jsonl": LINES + "{broken\n",
        "desk/workspace.json": '{"format": 1}',
        "desk/snapshots/0.json": "{}",
        "desk/claims/x.txt": "Seven ships sank.",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    pl.DataFrame(ROWS[:3]).write_parquet(folder / "rows.parquet")
    pl.DataFrame(ROWS[3:6]).write_csv(folder / "rows.csv")
    (folder / "more.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))
    with zipfile.ZipFile(folder / "b" / "packed.zip", "w") as archive:
        archive.writestr("in/side.txt", "Eight ships sank.")
        archive.writestr("../out.txt", "Nine ships sank.")


def read(address: str, above: str) -> list[tuple[str, ...]]:
    """What is read at an address below a place, that place left out of what messages say."""
    return told(read_paths([Path(address)]), above)


def told(items: Iterable[Document | InputRefusedError], above: str) -> list[tuple[str, ...]]:
    return [
        (item.doc_id, item.text, str(item.source), str(item.read_from).replace(above, ""))
        if isinstance(item, Document)
        else (str(item).replace(above, "").replace("such file or", "such object or"),)
        for item in items
    ]


def test_the_same_is_read_there_as_in_a_folder_here(place: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    fill(here)
    objectstorage.upload(here, place)
    given = [
        "",
        "b",
        "b/deep/e f.txt",
        "rows.csv",
        "*.txt",
        "b*",
        "**/*.txt",
        "b/**",
        "*/deep",
        "g[1].txt",
        "none",
        "n*",
    ]
    for each in [*given, "ä{1}#~%20", "ä{1}#~%20/g[1].txt", "b/[d-f]*/?*.txt"]:
        assert read(f"{place}/{each}", place) == read(f"{here}/{each}", str(here)), each
    cut = in_portions(list_inputs([Path(place)]))
    by_workers = (item for portion in cut for item in read_portion(portion, OWN_NAMES))
    assert told(by_workers, place) == read(place, place)
    assert any(len(item) == 4 and item[3] == "/more.jsonl.gz line 1" for item in read(place, place))


def test_lines_are_cut_into_stretches_there_too(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Bucket(place).write("lines.jsonl", LINES.encode())
    monkeypatch.setattr(portions, "LINES_BYTES", 300)
    (whole,) = in_portions(list_inputs([Path(place)]))
    parts = divided(whole)
    assert len(parts) > 3
    items = [item for part in parts for item in read_portion(part, OWN_NAMES)]
    assert [getattr(item, "doc_id", item) for item in items] == [row["id"] for row in ROWS]


class Gone:
    """Bytes that nothing leads to any more."""

    def seek(self, position: int) -> int:
        return position

    def read(self, nbytes: int) -> bytes:
        raise OSError(f"error sending request for {nbytes} bytes")

    def size(self) -> int:
        return 0


def refusal(address: str) -> str:
    (item,) = read_paths([Path(address)])
    assert isinstance(item, InputRefusedError)
    return str(item)


def test_what_is_over_the_cap_is_refused_before_it_is_fetched(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Bucket(place).write("long.txt", b"x" * 3_000_000)
    monkeypatch.setattr(opening, "LIMITS", Limits(max_bytes=1_000_000))
    monkeypatch.setattr(objects._Bytes, "readinto", lambda *_: pytest.fail("it was fetched"))
    assert (
        refusal(place) == f"{place}/long.txt: 3 MiB is over the 1 MiB limit; raise limits.max_bytes or split the file"
    )


def test_a_bomb_there_is_refused(place: str) -> None:
    Bucket(place).write("bomb.jsonl.gz", gzip.compress(b'{"id": "a", "text": "' + b"x" * 50_000_000))
    assert "bomb.jsonl.gz: it unpacks to more than 200 times its packed size" in refusal(place)


def test_an_object_whose_name_leads_up_is_named_and_leads_nowhere(place: str, storage: str) -> None:
    name = f"{place.removeprefix('s3://')}/in/../../etc/x.txt"
    urlopen(Request(f"{storage}/{quote(name)}", method="PUT", data=b"Two ships sank.")).close()  # noqa: S310 -- our own
    said = refusal(f"{place}/in")
    assert f"{place}/in: an object there has a name that can't be read, " in said
    assert "/in/../../etc/x.txt" in said
    assert "rename it" in said
    assert "no such object" in refusal(f"{place}/in/../../etc/x.txt")


def test_what_was_read_before_the_network_went_is_kept(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Bucket(place).write("lines.jsonl", LINES.encode())
    monkeypatch.setattr(objects, "_RANGE", 1_000)
    readinto = objects._Bytes.readinto

    def then_gone(self: objects._Bytes, buffer: memoryview) -> int:
        if self.tell():
            self._ranges = Gone()
        return readinto(self, buffer)

    monkeypatch.setattr(objects._Bytes, "readinto", then_gone)
    *kept, last = read_paths([Path(place)])
    assert [item.doc_id for item in kept if isinstance(item, Document)] == [row["id"] for row in ROWS[: len(kept)]]
    assert kept
    assert str(last).startswith(f"{place}/lines.jsonl: it can't be reached; check the network")


def test_an_object_that_is_cut_while_it_is_read_is_refused(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Bucket(place).write("a.txt", b"Two ships sank.")
    (portion,) = in_portions([*list_inputs([Path(place)])])
    real = Bucket.open

    def then_cut(self: Bucket, name: str) -> object:
        found = real(self, name)
        self.write(name, b"Two")
        return found

    monkeypatch.setattr(Bucket, "open", then_cut)
    assert "a.txt: it changed while it was read; run it again" in str(*read_portion(portion, OWN_NAMES))


WRONG = {
    "no bucket": ({}, "s3://nowhere/desk", "there is no such bucket; make it"),
    "no endpoint": ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "", "it can't be reached; check the network"),
    "no credentials": (
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"},
        "",
        "no credentials were found; set AWS_ACCESS_KEY_ID",
    ),
    "nothing": ({}, "/none.txt", "there is no such object or folder; check its name"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_the_way_out(place: str, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    variables, address, words = WRONG[name]
    for variable, value in variables.items():
        if value:
            monkeypatch.setenv(variable, value)
        else:
            monkeypatch.delenv(variable, raising=False)
    given = address if address.startswith("s3:") else f"{place}{address}"
    assert refusal(given).startswith(f"{given}: {words}")


def test_how_long_an_answer_took_is_no_status_of_it() -> None:
    assert why(OSError("GET http://host in 403.2ms, HTTP error, error sending request"))[0] == "it can't be reached"
    assert why(OSError("HEAD http://host in 2ms, status code ↳ 403 Forbidden"))[0] == "it refuses these credentials"


def test_credentials_are_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "FwoGZXIvYXdz+/secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    answer = "GET https://ann:hush@host/b failed: <Code>Odd</Code><Token-0>FwoGZXIvYXdz+/secret</Token-0>"
    assert "secret" not in why(OSError(answer))[0]
    assert "hush" not in why(OSError(answer))[0]
    assert why(OSError("400 <Code>ExpiredToken</Code> <Token-0>FwoG</Token-0>")) == (
        "the credentials have expired",
        "set new ones",
    )
    with pytest.raises(UsageError, match="names no bucket") as told:
        list(read_paths([Path("s3://AKIA:hush@newsroom/desk")]))
    assert "hush" not in str(told.value)
