"""What of a table has to be written is told a stretch at a time, as if both versions were compared at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tracker import rewriting
from tracker.excerpts import excerpt
from tracker.ordered import side_by_side
from tracker.rewriting import Change, added, change
from tracker.schema import DOCUMENTS
from tracker.unfinished import Unfinished

ORDER = ["doc", "row"]
ROWS = st.dictionaries(
    st.integers(0, 40), st.tuples(st.sampled_from("abcdefgh"), st.none() | st.integers(0, 2)), max_size=30
)


@pytest.fixture(autouse=True)
def short_stretches() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rewriting, "STRETCH_ROWS", 4)
        yield


def table(rows: dict[int, tuple[str, int | None]]) -> pl.DataFrame:
    schema = {"row": pl.Int64, "doc": pl.String, "value": pl.Int64}
    shuffled = sorted(rows.items(), key=hash)
    return pl.DataFrame([(row, doc, value) for row, (doc, value) in shuffled], schema=schema, orient="row")


@given(ROWS, ROWS, st.booleans())
def test_rows_on_top_are_told_from_a_table_that_changed(
    before: dict[int, tuple[str, int | None]], more: dict[int, tuple[str, int | None]], on_top: bool
) -> None:
    after = {**more, **before} if on_top else more
    old, new = table(before).lazy(), table(after).lazy()
    kept = all(after.get(row) == stated for row, stated in before.items())
    wanted = Change.NONE if before == after else Change.ADDED if before and kept else Change.OTHER
    assert change(old, new, "row", ORDER) is wanted
    if wanted is Change.ADDED:
        fresh = table({row: stated for row, stated in after.items() if row not in before})
        assert_frame_equal(added(old, new, "row", ORDER).collect(), fresh.sort(ORDER))


@given(ROWS, st.integers(1, 9))
def test_tables_side_by_side_are_cut_at_the_same_keys_and_lose_no_row(
    rows: dict[int, tuple[str, int | None]], size: int
) -> None:
    one, other = table(rows), table(rows).select("doc").unique()
    parts = list(side_by_side((one.lazy(), other.lazy()), "doc", size))
    assert_frame_equal(pl.concat([part[0] for part in parts]).sort("row"), one.sort("row"))
    assert sum(part[1].height for part in parts) == other.height
    assert all(set(part[0]["doc"]) == set(part[1]["doc"]) for part in parts)


def test_what_is_gathered_lies_in_files_of_one_range_of_documents(tmp_path: Path) -> None:
    ids = [f"d{number * 7 % 40:02}" for number in range(40)]
    parts = [
        DOCUMENTS.frame({"doc_id": name, "text": name} for name in ids[first : first + 15]) for first in (0, 15, 30)
    ]
    unfinished = Unfinished(tmp_path, 1)
    for _ in range(2):  # again, over what a killed build left
        gathered = unfinished.gather("documents", (part.lazy() for part in parts), ["d00", "d10", "d30"])
        assert_frame_equal(gathered.sort("doc_id").collect(), pl.concat(parts).sort("doc_id"))
    for file in tmp_path.rglob("*.parquet"):
        there = pl.read_parquet(file)["doc_id"].to_list()
        assert len({sum(name >= start for start in ("d00", "d10", "d30")) for name in there}) == 1
    assert unfinished.gather("documents", [], []).collect().equals(DOCUMENTS.empty())


def test_an_excerpt_is_cut_by_code_points_out_of_the_part_that_the_claim_is_in() -> None:
    claims = pl.DataFrame({"part": ["text", "title", "title"], "title": ["Tïtle", "Zwölf", None], "text": "a 🙂 b"})
    cut = claims.select(excerpt(pl.lit(2), pl.lit(4)))
    assert cut.to_series().to_list() == ["🙂 ", "öl", None]
