"""Tables of articles: a row is a document or is refused by its number."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tracker.errors import InputRefusedError
from tracker.limits import Limits
from tracker.model import Document, Grain
from tracker.reading import OWN_NAMES, read_paths, tables

TEXT = 'He said "at least 43, perhaps 50"\r\npeople died, then left.'
MAPPED = {**OWN_NAMES, "text": "body", "source": "outlet"}


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> InputRefusedError:
    (item,) = read_paths([path])
    assert isinstance(item, InputRefusedError)
    return item


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_row_is_a_document_whose_text_is_kept_as_it_came(tmp_path: Path, encoding: str) -> None:
    quoted = TEXT.replace('"', '""')
    content = f'id,mood,text,source,published\r\na1,grim,"{quoted}",Café Herald,2026-03-04\r\n\r\n,,Two men.,,\r\n'
    first, second = read_paths([put(tmp_path / "news.csv", content.encode(encoding))])
    assert isinstance(first, Document)
    assert (first.doc_id, first.text, first.source) == ("a1", TEXT, "Café Herald")
    assert first.published_grain is Grain.DAY
    assert isinstance(second, Document)
    assert (second.source, second.published) == (None, None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", 'id;text;source\n1;"43 died; 1,5 m left.";Herald\n'),
        ("a.csv", "\ufeffid;text;source\r\n1;43 died, 1,5 m left.;Herald\r\n".encode("utf-16")),
        ("a.tsv", "id\ttext\tsource\n1\t43 died; 1,5 m left.\tHerald\n"),
        ("a.csv", 'id,text,"source"\n1,"43 died;\t1,5 m left.",Herald\n'),
    ],
    ids=["semicolons", "Windows Excel", "tabs", "commas"],
)
def test_cells_are_parted_as_the_head_is(tmp_path: Path, name: str, content: str | bytes) -> None:
    (row,) = read_paths([put(tmp_path / name, content)])
    assert isinstance(row, Document), row
    assert row.source == "Herald"
    assert row.text.startswith("43 died")
    assert row.text.endswith("1,5 m left.")


def test_columns_of_other_names_are_told_by_a_map(tmp_path: Path) -> None:
    path = put(tmp_path / "news.csv", "id,body,outlet\na,Two men.,The Herald\n")
    assert "no column 'text' (it has: id, body, outlet)" in refusal(path).reason
    assert "--map text=COLUMN" in refusal(path).remedy
    (document,) = read_paths([path], MAPPED)
    assert isinstance(document, Document)
    assert (document.text, document.source) == ("Two men.", "The Herald")


def test_a_map_is_for_what_has_its_columns_and_own_names_go_on_being_read(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", "id,body,text,outlet\na,Two men.,a summary,The Herald\n")
    put(tmp_path / "b.csv", "id,text,source\nb,Three men.,The Gazette\n")
    lines = '{"id": "c", "text": "Four men."}\n{"id": "d", "body": "Five men.", "outlet": "The Post"}\n'
    put(tmp_path / "c.jsonl", lines)
    pl.DataFrame({"id": ["e"], "text": ["Six men."], "outlet": ["The Times"]}).write_parquet(tmp_path / "e.parquet")
    items = list(read_paths([tmp_path], MAPPED))
    assert [(item.doc_id, item.text, item.source) for item in items if isinstance(item, Document)] == [
        ("a", "Two men.", "The Herald"),
        ("b", "Three men.", "The Gazette"),
        ("c", "Four men.", None),
        ("d", "Five men.", "The Post"),
        ("e", "Six men.", "The Times"),
    ]
    assert len(items) == 5


def test_what_a_map_gives_to_one_field_is_not_taken_for_another(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", "text,lead\nA bridge closes,Two men.\n")
    (document,) = read_paths([path], {**OWN_NAMES, "title": "text", "text": "lead"})
    assert isinstance(document, Document)
    assert (document.title, document.text) == ("A bridge closes", "Two men.")
    put(path, "text,tail\nA bridge closes,Two men.\n")
    (refused,) = read_paths([path], {**OWN_NAMES, "title": "text", "text": "lead"})
    assert isinstance(refused, InputRefusedError)
    assert "no column 'lead'" in refused.reason


def test_a_parquet_row_is_a_document(tmp_path: Path) -> None:
    days = [datetime(2026, 3, 4, 12, 30, tzinfo=UTC), None, None]
    frame = pl.DataFrame({"id": [1, 2, 3], "text": [TEXT, None, "Two men."], "published": days, "n": [1.5, 2, 3]})
    frame.write_parquet(tmp_path / "news.parquet")
    first, missing, third = read_paths([tmp_path])
    assert isinstance(first, Document)
    assert (first.doc_id, first.text, first.published) == ("1", TEXT, days[0])
    assert isinstance(missing, InputRefusedError)
    assert missing.where.endswith("news.parquet row 2")
    assert isinstance(third, Document)


def test_a_day_in_parquet_stays_a_day(tmp_path: Path) -> None:
    pl.DataFrame({"text": ["x"], "published": [date(2026, 3, 4)]}).write_parquet(tmp_path / "news.parquet")
    (document,) = read_paths([tmp_path])
    assert isinstance(document, Document)
    assert document.published_grain is Grain.DAY


def test_a_bad_row_is_refused_by_its_number_and_the_others_are_read(tmp_path: Path) -> None:
    rows = ["id,text,published", "a,Two men.,", "b,Three, men.,", "c,Four men.,04/03/2026", "d,,", "e,Five men.,"]
    items = list(read_paths([put(tmp_path / "news.csv", "\n".join(rows))]))
    assert [item.doc_id for item in items if isinstance(item, Document)] == ["a", "e"]
    named = {item.where.rsplit(" ", 1)[1]: item.reason for item in items if isinstance(item, InputRefusedError)}
    assert set(named) == {"2", "3", "4"}
    assert "4 cells" in named["2"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "", "it is empty"),
        ("a.csv", "\n\n", "it is empty"),
        ("a.csv", 'id,text\na,"never closed\n', "line 2 is no CSV"),
        ("a.csv", "id,text,text\na,43 died.,12 are missing.\n", "two columns 'text'"),
        ("a.csv", "id,text\na,x\x00y\n", "it is no text"),
        ("a.parquet", "", "it is empty"),
        ("a.parquet", b"PAR1 and nothing after it PAR1", "no Parquet file that can be read"),
        ("a.parquet", "id,text\n", "no Parquet file that can be read"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    found = refusal(put(tmp_path / name, content))
    assert found.where == str(tmp_path / name)
    assert reason in found.reason


def test_a_long_csv_is_read_a_row_at_a_time_as_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.reading.inputs.LIMITS", Limits(max_bytes=100))
    monkeypatch.setattr(tables, "LIMITS", Limits(max_documents=8))
    path = put(tmp_path / "long.csv", "id,text\n" + "".join(f"{number},café\n" for number in range(20)))
    items = list(read_paths([path]))
    assert [type(item) for item in items] == [Document] * 8 + [InputRefusedError]
    put(path, b"id,text\n" + b"1,caf\xe9\n" * 20)
    assert "not UTF-8" in refusal(path).reason
