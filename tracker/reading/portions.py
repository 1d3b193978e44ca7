"""What is read in one go wherever a build runs: some small files, a large one, or some lines of a large JSONL file."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import InputRefusedError
from tracker.limits import LIMITS
from tracker.reading.inputs import Input
from tracker.reading.jsonl import bounded_lines, is_wide, read_stream
from tracker.reading.kinds import is_one_document, read_input
from tracker.storage import in_bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from typing import BinaryIO

    from tracker.model import Document
    from tracker.reading.metadata import Names

FILES_AT_ONCE = 64
"""Files of one document each that are read in one go."""
OBJECTS_AT_ONCE = 8
"""Objects of one document each that are fetched at a time, none larger than `limits.max_bytes`."""
LINES_BYTES = 8 * 1024 * 1024
"""A file of JSON lines that is longer is read in stretches of about so many bytes."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A stretch of whole lines: its first byte, the one after its last, and the number of its first line."""

    start: int
    end: int
    first: int


@dataclass(frozen=True, slots=True)
class Portion:
    """Inputs in their order, among them those refused already; with `lines`, a stretch of the only one."""

    inputs: tuple[Input | InputRefusedError, ...]
    lines: Lines | None = None


def in_portions(inputs: Iterable[Input | InputRefusedError]) -> Iterator[Portion]:
    """The inputs in portions, none of them looked into: those that are one document each go together."""
    together: list[Input | InputRefusedError] = []
    for given in inputs:
        alone = isinstance(given, Input) and not is_one_document(given.suffix)
        if together and (alone or len(together) == FILES_AT_ONCE):
            yield Portion(tuple(together))
            together = []
        if alone:
            yield Portion((given,))
        else:
            together.append(given)
    if together:
        yield Portion(tuple(together))


def is_of_lines(portion: Portion) -> bool:
    """Whether a portion may be worth dividing."""
    first = portion.inputs[0]
    return isinstance(first, Input) and first.suffix == ".jsonl"


def divided(portion: Portion) -> list[Portion]:
    """A portion in stretches of lines, where it is a large file of lines; itself where it isn't."""
    first = portion.inputs[0]
    if isinstance(first, InputRefusedError):
        return [portion]
    try:
        with first.open() as file:
            stretches = _stretches(file)
    except (InputRefusedError, OSError):
        return [portion]
    return [Portion((first,), each) for each in stretches] if len(stretches) > 1 else [portion]


def _stretches(file: BinaryIO) -> list[Lines]:
    """Stretches of whole lines, none for a file that is to be read, or refused, as one."""
    found: list[Lines] = []
    start = position = 0
    first = ends = 1
    while block := file.read(LINES_BYTES):
        if not position and is_wide(block):
            return []
        last = block.rfind(b"\n")
        if last >= 0:
            ends += block.count(b"\n")
            found.append(Lines(start, position + last + 1, first))
            start, first = position + last + 1, ends
        position += len(block)
    if start < position:
        found.append(Lines(start, position, first))
        ends += 1
    return found if ends <= LIMITS.max_documents else []


def read_portion(portion: Portion, names: Names) -> Iterator[Document | InputRefusedError]:
    """The documents of a portion, each refusal in its place."""
    for given in _ahead(portion.inputs):
        if isinstance(given, InputRefusedError):
            yield given
        elif portion.lines is None:
            yield from read_input(given, names)
        else:
            yield from _read_lines(given, portion.lines, names)


def _ahead(inputs: Sequence[Input | InputRefusedError]) -> Iterator[Input | InputRefusedError]:
    """The inputs; some objects of one document each are fetched at a time, as a storage takes long to answer."""
    if not any(isinstance(given, Input) and _is_small_object(given) for given in inputs):
        yield from inputs
        return
    under_way: deque[Future[Input | InputRefusedError]] = deque()
    with ThreadPoolExecutor(OBJECTS_AT_ONCE) as pool:
        for given in inputs:
            under_way.append(pool.submit(_fetched, given))
            if len(under_way) == OBJECTS_AT_ONCE:
                yield under_way.popleft().result()
        yield from (future.result() for future in under_way)


def _fetched(given: Input | InputRefusedError) -> Input | InputRefusedError:
    if isinstance(given, InputRefusedError) or not _is_small_object(given):
        return given
    try:
        return replace(given, origin=partial(BytesIO, given.read()))
    except InputRefusedError as error:
        return error


def _is_small_object(given: Input) -> bool:
    return is_one_document(given.suffix) and isinstance(given.origin, Path) and in_bucket(given.origin) is not None


def _read_lines(given: Input, lines: Lines, names: Names) -> Iterator[Document | InputRefusedError]:
    try:
        with given.open() as file:
            file.seek(lines.start)
            yield from read_stream(_until(file, lines), given.where, names, lines.first)
    except InputRefusedError as error:
        yield error


def _until(file: BinaryIO, lines: Lines) -> Iterator[bytes]:
    for line in bounded_lines(file):
        yield line
        if file.tell() >= lines.end:
            return
