"""The command line keeps its contracts: what is printed, where errors go, and the exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tables
from tests.conftest import Run
from tracker import reference
from tracker.cli import OUTPUT_LOST, app
from tracker.schema import TABLES
from tracker.workspace import Workspace

ROOT = Path(__file__).parent.parent
TEXT = "At least 43 people have died, the governor said. Nearly 12,000 homes are without power."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with tables whose text is hostile to spreadsheets and terminals."""
    workspace = Workspace.create(tmp_path_factory.mktemp("cli") / "w")
    workspace.commit(tables.everything())
    return workspace.path


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_extract_reads_json_lines_and_prints_a_line_a_claim(figtrack: Run) -> None:
    line = json.dumps({"id": "a", "text": TEXT, "published": "2026-03-04"}).encode() + b"\n"
    code, out, err = figtrack("extract", stdin=line)
    assert (code, err) == (0, "")
    found = rows(out)
    assert [TEXT[row["start"] : row["end"]] for row in found] == [row["surface"] for row in found]  # type: ignore[misc]
    assert {row["doc_id"] for row in found} == {"a"}
    assert [row["value"] for row in found] == [43.0, 12000.0]
    assert {row["published"] for row in found} == {"2026-03-04T00:00:00Z"}
    assert set(found[0]) == set(TABLES["claims"].polars) - {"figure_id", "is_copy"}


def test_extract_reads_files_and_names_what_it_refuses(figtrack: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("")
    code, out, err = figtrack("extract", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "none.txt")
    assert code == 1
    assert {row["doc_id"] for row in rows(out)} == {"a.txt"}
    assert [line.split(": ")[1] for line in err.splitlines()] == ["refused", "refused"]
    assert "b.txt: it is empty" in err
    assert "none.txt: there is no such file or folder" in err


def test_extract_prints_each_claim_as_soon_as_it_is_read() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "extract"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"id": "a", "text": TEXT}).encode() + b"\n")
    process.stdin.close()
    first = json.loads(process.stdout.readline())
    assert first["surface"] == "43"
    process.stdout.close()
    process.wait()


def test_build_says_what_it_did_and_what_to_do_next(figtrack: Run, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(TEXT)
    (tmp_path / "news" / "b.txt").write_bytes(b"\x00\x01")
    arguments = ("build", tmp_path / "news", "-w", tmp_path / "w", "--workers", "1")
    code, out, err = figtrack(*arguments)
    assert code == 1
    assert out.startswith("1 document new, 0 already there, 1 refused\n")
    assert "in all: 1 document, 2 claims, 2 figures" in out
    assert out.endswith(f"next: figtrack serve -w {tmp_path / 'w'}\n")
    assert err.startswith(f"figtrack: refused: {tmp_path / 'news' / 'b.txt'}: it is no text")
    (tmp_path / "news" / "b.txt").unlink()
    code, out, err = figtrack(*arguments)
    assert (code, err) == (0, "")
    assert out.startswith("nothing new: 1 document already there\n")


def test_a_dated_document_that_comes_again_is_the_same_document(figtrack: Run, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": TEXT, "title": "Storm", "source": "The Herald", "published": "2026-03-04"},
        {
            "id": "b",
            "text": "Five ships sank.",
            "url": "https://example.org/b",
            "published": "2026-03-04T18:30:00+01:00",
        },
        {"id": "c", "text": "Six ships sank.", "language": "en", "published": "2026-03"},
    ]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, lines)))
    arguments = ("build", tmp_path / "news.jsonl", "-w", tmp_path / "w", "--workers", "1")
    code, first, err = figtrack(*arguments)
    assert (code, err) == (0, "")
    code, again, err = figtrack(*arguments)
    assert (code, err) == (0, "")
    in_all = first.splitlines()[2:]
    assert again.splitlines() == ["nothing new: 3 documents already there", *in_all]
    lines[0]["source"] = "The Valley Herald"
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, lines)))
    _, changed, _ = figtrack(*arguments)
    told = "1 document came with another title, source, author, address or date than before; --again takes these over"
    assert changed.splitlines() == ["nothing new: 3 documents already there", told, *in_all]


@pytest.mark.parametrize("table", ["claims", "figures", "findings", "documents"])
def test_rows_come_as_json_lines_csv_or_a_table(figtrack: Run, built: Path, table: str) -> None:
    columns = list(TABLES[table].polars)
    code, out, _ = figtrack(table, "-w", built, "--format", "jsonl")
    assert code == 0
    assert [list(row) for row in rows(out)] == [columns] * Workspace.open(built).count(table)
    assert figtrack(table, "-w", built)[1] == out  # into a pipe, JSON lines are what is wanted
    code, out, _ = figtrack(table, "-w", built, "--format", "csv")
    assert code == 0
    found = list(csv.DictReader(io.StringIO(out)))
    assert list(found[0]) == columns
    code, out, _ = figtrack(table, "-w", built, "--format", "table")
    assert code == 0
    assert len(out.splitlines()) > len(found)


def test_filters_and_limits(figtrack: Run, built: Path) -> None:
    def ids(*arguments: str) -> list[object]:
        code, out, _ = figtrack(*arguments, "-w", built)
        assert code == 0
        return [row[f"{arguments[0].removesuffix('s')}_id".replace("document_id", "doc_id")] for row in rows(out)]

    assert len(ids("claims")) == 2
    assert len(ids("claims", "--document", "a")) == 1
    assert len(ids("claims", "--figure", "f1", "--kind", "quantity")) == 2
    assert ids("claims", "--kind", "date") == []
    assert len(ids("claims", "--limit", "1")) == 1
    assert ids("figures", "--about", "PEOPLE") == ["f1"]
    assert ids("figures", "--status", "disputed") == []
    assert ids("findings", "--class", "rounding") == ["x1"]
    assert ids("findings", "--class", "conflict") == []
    assert ids("documents", "--source", "Herald b") == ["b"]
    assert ids("documents", "--snapshot", "0") == []


def test_the_table_of_claims_says_what_each_expression_is(figtrack: Run, built: Path) -> None:
    _, out, _ = figtrack("claims", "-w", built, "--format", "table")
    assert "kind" in out.splitlines()[1].split()
    assert out.count("quantity") == 2


def test_that_no_row_matches_is_said(figtrack: Run, built: Path) -> None:
    assert figtrack("claims", "-w", built, "--figure", "nope") == (0, "", "figtrack: no row of claims matches\n")


def test_an_empty_csv_still_has_its_columns(figtrack: Run, built: Path) -> None:
    _, out, _ = figtrack("claims", "-w", built, "--kind", "date", "--format", "csv")
    assert out.strip().split(",") == list(TABLES["claims"].polars)


def test_csv_and_tables_are_safe_from_what_articles_say(figtrack: Run, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    workspace.commit({"documents": tables.documents({"\x1b[31mred\x1b[0m[bold]": "=1+1", "\u202eevil": "x"})})
    _, out, _ = figtrack("documents", "-w", workspace.path, "--format", "table")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]" in out
    _, out, _ = figtrack("documents", "-w", workspace.path, "--format", "csv")
    assert "'=1+1" in out


def test_export_writes_every_table(figtrack: Run, built: Path, tmp_path: Path) -> None:
    code, out, _ = figtrack("export", tmp_path / "out", "-w", built)
    assert code == 0
    assert "2 claims" in out
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *(f"{name}.parquet" for name in TABLES),
        "datapackage.json",
        "CITATION.cff",
        "README.md",
    }


@pytest.mark.parametrize("text", ["", " ", "half a \udc80 character"])
def test_explain_without_a_text_is_wrong_usage(figtrack: Run, text: str) -> None:
    code, out, err = figtrack("explain", text)
    assert (code, out) == (2, "")
    assert err.startswith("figtrack: TEXT: it")
    assert err.endswith("give a sentence in quotes\n")


def test_verify_passes_a_whole_workspace_and_names_a_damaged_file(figtrack: Run, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    workspace.commit(tables.everything())
    code, out, err = figtrack("verify", "-w", workspace.path)
    assert (code, err) == (0, "")
    assert "whole" in out
    path = next((workspace.path / "claims").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    code, out, err = figtrack("verify", "-w", workspace.path)
    assert (code, out) == (3, "")
    assert str(path) in err


def test_the_demo_builds_from_the_seeds_and_names_three_things_worth_a_look(figtrack: Run, tmp_path: Path) -> None:
    code, out, err = figtrack("demo", "--no-serve", "-w", tmp_path / "demo", "--port", "8051")
    assert (code, err) == (0, "")
    assert "5 documents new, 0 already there" in out
    things = out.split("worth a look:\n")[1].splitlines()
    assert [thing.strip()[:2] for thing in things if thing.startswith("  ") and thing[2] != " "] == ["1.", "2.", "3."]
    figures = {row["figure_id"] for row in rows(figtrack("figures", "-w", tmp_path / "demo")[1])}
    linked = {thing.strip().removeprefix("http://127.0.0.1:8051/figures/") for thing in things if "http" in thing}
    assert linked
    assert linked <= figures
    assert "nothing new" in figtrack("demo", "--no-serve", "-w", tmp_path / "demo")[1]


def test_the_demo_starts_anew_over_older_texts_of_its_own_and_never_over_another_workspace(
    figtrack: Run, tmp_path: Path
) -> None:
    older = Workspace.create(tmp_path / "older")
    older.commit({"documents": tables.documents({"2-full-force.txt": "An older text."})})
    assert figtrack("demo", "--no-serve", "-w", older.path)[0] == 0
    assert older.count("documents") == 5
    mine = Workspace.create(tmp_path / "mine")
    mine.commit({"documents": tables.documents({"2-full-force.txt": "An older text.", "mine": "My text."})})
    code, _, err = figtrack("demo", "--no-serve", "-w", mine.path)
    assert code == 1
    assert "2-full-force.txt: another document with the id '2-full-force.txt'" in err
    assert mine.read("documents", mine.snapshot(1)).height == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("claims", "-w", "nowhere"), 2, "nowhere: there is no workspace; make one with `figtrack build"),
        (("verify", "-w", "nowhere"), 2, "there is no workspace"),
        (("serve", "-w", "nowhere"), 2, "there is no workspace"),
        (("export", "out", "-w", "nowhere"), 2, "there is no workspace"),
        (("claims",), 2, "--workspace"),
        (("claims", "-w", "x", "--format", "xml"), 2, "xml"),
        (("nonsense",), 2, "nonsense"),
        (("build", "-w", "w"), 2, "PATH"),
        (("build", "nowhere", "-w", "w"), 1, "nowhere: there is no such file or folder"),
        (("build", ".", "-w", "letter.txt"), 2, "it is no workspace and not empty"),
    ],
)
def test_wrong_calls_end_with_their_code_and_a_clear_line(
    figtrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], *, code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.txt").write_text("Dear Ann, 5 men came.")
    found, out, err = figtrack(*arguments)
    assert found == code
    assert words in " ".join(err.split())
    assert "Traceback" not in err + out
    if not err.startswith("Usage"):
        assert len(err.splitlines()) == 1


def test_a_map_says_what_columns_are_called(figtrack: Run, tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(f'key,body,outlet\na,"{TEXT}",The Herald\n')
    code, out, _ = figtrack("extract", tmp_path / "news.csv", "--map", "id=key,text=body", "--map", "source=outlet")
    assert code == 0
    assert {(row["doc_id"], row["source"]) for row in rows(out)} == {("a", "The Herald")}
    code, _, err = figtrack("extract", tmp_path / "news.csv", "--map", "body=text")
    assert code == 2
    assert "--map body=text: write FIELD=COLUMN, where FIELD is one of id, text, title" in err


def test_a_snapshot_that_is_not_there_is_wrong_usage(figtrack: Run, built: Path) -> None:
    code, _, err = figtrack("claims", "-w", built, "--snapshot", "99")
    assert code == 2
    assert "there is no snapshot 99; it has 0 to 1" in err


def test_an_error_line_is_one_line_whatever_a_file_is_called(figtrack: Run, tmp_path: Path) -> None:
    _, _, err = figtrack("extract", tmp_path / "evil\n\x1b[2Jname.txt")
    assert len(err.splitlines()) == 1
    assert "\x1b" not in err


def test_a_pipe_closed_early_is_no_error(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    workspace.commit({"documents": tables.documents({f"d{number}": "x" * 5_000 for number in range(100)})})
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "documents", "-w", str(workspace.path), "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def shell(words: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """A command as a shell runs it, with a small workspace at $W and a text beside it."""
    workspace = Workspace.create(tmp_path / "w")
    workspace.commit(tables.everything())
    (tmp_path / "a.txt").write_text(TEXT)
    figtrack = f"{shlex.quote(sys.executable)} -m tracker"
    script = f'set -o pipefail; figtrack() {{ {figtrack} "$@"; }}; {words}'
    environment = {**os.environ, "W": str(workspace.path)}
    return subprocess.run(
        ["/bin/bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        "claims -w $W | head -1",
        "claims -w $W --format table | true",
        "verify -w $W | true",
        "explain '5 men' | true",
        "--help | true",
    ],
)
def test_a_pipe_closed_before_anything_is_printed_is_no_error(words: str, tmp_path: Path) -> None:
    done = shell(f"figtrack {words}", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "words",
    [
        "claims -w $W",
        "claims -w $W --format table",
        "history -w $W",
        "explain '5 men'",
        "--version",
        "extract $W/../a.txt",
    ],
)
def test_a_full_disk_under_the_output_is_one_line(words: str, tmp_path: Path) -> None:
    done = shell(f"figtrack {words} > /dev/full", tmp_path)
    told = "figtrack: the output can't be written: No space left on device; what was printed is not whole\n"
    assert (done.returncode, done.stderr) == (OUTPUT_LOST, told)


def test_help_is_there_without_loading_what_commands_need() -> None:
    code = "import sys, tracker.cli; sys.exit(bool({'polars', 'spacy', 'deltalake', 'dash'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("command", app.registered_commands, ids=lambda command: command.callback.__name__)
def test_every_command_has_help_and_an_example_that_names_it(figtrack: Run, command: object) -> None:
    callback = command.callback  # type: ignore[attr-defined]
    code, out, _ = figtrack(callback.__name__, "--help")
    assert code == 0
    assert callback.__doc__.split(".")[0].split(":")[0] in " ".join(out.split())
    assert f"figtrack {callback.__name__}" in command.epilog  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", ["data-dictionary.md", "command-line.md"])
def test_the_reference_pages_are_current(page: str, tmp_path: Path) -> None:
    reference.write(tmp_path)
    made = (tmp_path / page).read_text(encoding="utf-8")
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == made, "run `python -m tracker.reference docs`"


def test_the_command_line_page_names_every_option() -> None:
    page = reference.command_line()
    for option in ("--workspace, -w", "--workers", "--again", "--format", "--snapshot", "--class", "--no-serve"):
        assert option in page
