"""Thrift's compact protocol, which Parquet's headers are written in, read without their definitions.

https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO

_LONGEST = 4_096
"""Longer words, a column's least text say, are passed over."""
_DEEPEST = 16
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _STRUCT = 1, 2, 3, 7, 8, 12
_INTEGERS = (4, 5, 6)
_LISTS = (9, 10)


def read_struct(file: BinaryIO, most_values: int) -> dict[int, Any]:
    """The struct that a file goes on with: its fields' values by their numbers.

    Raises:
        EOFError, ValueError: there is no whole one, or it has more than so many values.
    """
    return _Reader(file, most_values).struct(0)


class _Reader:
    def __init__(self, file: BinaryIO, most_values: int) -> None:
        self._file = file
        self._left = most_values

    def struct(self, depth: int) -> dict[int, Any]:
        found: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            step, kind = divmod(head, 16)
            number = number + step if step else self._signed()
            found[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth + 1)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise ValueError("its description is too long or nested too deep")
        if kind in _INTEGERS:
            return self._signed()
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind in _LISTS:
            return self._list(depth)
        if kind == _STRUCT:
            return self.struct(depth)
        if kind == _DOUBLE:
            return self._bytes(8)
        if kind in (_TRUE, _FALSE, _BYTE):  # in a list, a truth takes a byte
            return self._byte()
        raise ValueError(f"its description has a value of the unknown kind {kind}")

    def _list(self, depth: int) -> list[Any]:
        count, kind = divmod(self._byte(), 16)
        return [self._value(kind, depth + 1) for _ in range(count if count < 15 else self._varint())]

    def _bytes(self, length: int) -> bytes:
        if length <= _LONGEST:
            return self._file.read(length)
        self._file.seek(length, io.SEEK_CUR)
        return b""

    def _signed(self) -> int:
        number = self._varint()
        return (number >> 1) ^ -(number & 1)

    def _varint(self) -> int:
        number = shift = 0
        while (byte := self._byte()) & 0x80:
            number |= (byte & 0x7F) << shift
            shift += 7
            if shift > 63:
                raise ValueError("its description has a number that is too long")
        return number | byte << shift

    def _byte(self) -> int:
        if not (read := self._file.read(1)):
            raise EOFError("its description breaks off")
        return read[0]
