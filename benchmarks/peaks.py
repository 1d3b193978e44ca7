"""The most memory that a process of its own takes: `python -m benchmarks.peaks numbers|whole|longest` prints the MB.

`numbers` finds the numbers of ten thousand articles, `whole` reads all claims of a thousand, `longest` those of one
text as long as is read at all.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.articles import made_up
from tracker.language import extract_many
from tracker.language.numbers.expressions import find_expressions
from tracker.language.segment import split
from tracker.limits import LIMITS
from tracker.model import Document, Part

ROOT = Path(__file__).parent.parent
_LENGTH = 2_500


def number_stage(text: str) -> int:
    """The expressions of a text, counted."""
    return sum(len(find_expressions(text[one.start : one.end])) for one in split(text, Part.TEXT))


def peak(what: str) -> int:
    """The peak in MB of a new process that does what is named."""
    ran = subprocess.run(  # noqa: S603 -- this module itself
        [sys.executable, "-m", "benchmarks.peaks", what], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return int(ran.stdout)


def _work(what: str) -> None:
    if what == "numbers":
        for seed in range(10_000):
            number_stage(made_up(seed, _LENGTH))
        return
    count, length = (1_000, _LENGTH) if what == "whole" else (1, LIMITS.max_document_chars)
    for _ in extract_many(Document(str(seed), made_up(seed, length)) for seed in range(count)):
        pass


def _resident() -> int:
    """The peak of this process in MB; where Linux tells it, without what its parent took before it began."""
    status = Path("/proc/self/status")
    high = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8")) if status.is_file() else None
    if high:
        return int(high[1]) // 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


if __name__ == "__main__":
    _work(sys.argv[1])
    print(_resident())
