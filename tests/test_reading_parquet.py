"""Parquet that is made to hurt: what its pages unpack to is known before one is unpacked."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from tracker.errors import InputRefusedError
from tracker.model import Document
from tracker.reading import read_paths
from tracker.reading.parquetguard import rows_at_once

MEN = "Five men were found in the hut."
GZIP = 2
GIBIBYTES = 2**31 - 1


def varint(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80]) + varint(number >> 7)


def value(given: object) -> tuple[int, bytes]:
    """A value in Thrift's compact protocol, and its kind."""
    if isinstance(given, int):
        return 5, varint(given << 1 if given >= 0 else -given * 2 - 1)
    if isinstance(given, str):
        return 8, varint(len(given)) + given.encode()
    if isinstance(given, list):
        values = [value(each) for each in given]
        return 9, bytes([len(values) << 4 | values[0][0]]) + b"".join(data for _, data in values)
    assert isinstance(given, dict)
    return 12, struct(given)


def struct(fields: dict[int, object]) -> bytes:
    written, last = b"", 0
    for number, given in fields.items():
        kind, data = value(given)
        written += bytes([(number - last) << 4 | kind]) + data
        last = number
    return written + b"\0"


def table(path: Path, text: bytes, *, unpacked: int | None = None, packed: int | None = None, values: int = 1) -> Path:
    """A file of one column and one text whose only page says of itself what it is told to."""
    plain = len(text).to_bytes(4, "little") + text
    page = gzip.compress(plain)
    said = (len(plain) if unpacked is None else unpacked, len(page) if packed is None else packed)
    head = struct({1: 0, 2: said[0], 3: said[1], 5: {1: values, 2: 0, 3: 3, 4: 3}})
    size = len(head) + len(page)
    about = {1: 6, 2: [0], 3: ["text"], 4: GZIP, 5: 1, 6: len(head) + len(plain), 7: size, 9: 4}
    columns = [{4: "schema", 5: 1}, {1: 6, 3: 0, 4: "text", 6: 0}]
    group = {1: [{2: 4, 3: about}], 2: size, 3: 1}
    footer = struct({1: 1, 2: columns, 3: 1, 4: [group]})
    path.write_bytes(b"PAR1" + head + page + footer + len(footer).to_bytes(4, "little") + b"PAR1")
    return path


def refusal(path: Path) -> InputRefusedError:
    (item,) = read_paths([path])
    assert isinstance(item, InputRefusedError)
    return item


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be unpacked."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(pl, "scan_parquet", fail)


def test_a_file_that_is_honest_of_its_page_is_read(tmp_path: Path) -> None:
    (document,) = read_paths([table(tmp_path / "a.parquet", MEN.encode())])
    assert isinstance(document, Document)
    assert document.text == MEN


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    ("text", "said", "reason"),
    [
        (b"0" * 20_000_000, {}, "more than 200 times its packed size"),
        (b"5 men", {"unpacked": GIBIBYTES}, "over the 256 MiB limit"),
        (b"5 men", {"unpacked": -1}, "broken"),
        (b"5 men", {"packed": GIBIBYTES}, "broken"),
        (b"5 men", {"packed": -1}, "broken"),
    ],
)
def test_a_page_that_unpacks_to_too_much_or_says_so_is_refused_before(
    tmp_path: Path, text: bytes, said: dict[str, int], reason: str
) -> None:
    assert reason in refusal(table(tmp_path / "a.parquet", text, **said)).reason


@pytest.mark.usefixtures("unread")
def test_many_pages_that_together_unpack_to_too_much_are_refused_before(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": [f"{number}" + "0" * 4_000_000 for number in range(6)]}).write_parquet(path, row_group_size=1)
    assert "it unpacks to more than 200 times its size" in refusal(path).reason


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("column", [pl.Series([["a"]]), pl.Series([{"a": 1}]), pl.Series([b"a"])])
def test_a_column_of_anything_but_words_numbers_and_times_is_refused_before(tmp_path: Path, column: pl.Series) -> None:
    pl.DataFrame({"text": column}).write_parquet(tmp_path / "a.parquet")
    assert "where words belong" in refusal(tmp_path / "a.parquet").reason


def test_a_page_that_says_it_holds_less_than_it_does_fills_no_memory(tmp_path: Path) -> None:
    assert (
        "no Parquet file that can be read" in refusal(table(tmp_path / "a.parquet", b"0" * 99_000, unpacked=9)).reason
    )


@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_BYTE_ARRAY"])
def test_rows_are_held_fewer_at_a_time_where_each_may_be_long(encoding: str) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file = BytesIO()
    parquet.write_table(
        pyarrow.table({"text": ["0" * 1_000_000] * 10}),
        file,
        use_dictionary=False,
        column_encoding={"text": encoding},
    )
    found = rows_at_once(file, ["text"], "a")
    assert 1 <= found < 80
