"""What sources are called: a claim's source in words, and several in the order in which they are named."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dashboard.palette import UNKNOWN_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def source_name(row: Mapping[str, Any]) -> str:
    """The source of a claim or a document, or the words for an unknown one."""
    return row["source"] or UNKNOWN_SOURCE


def leading(names: Iterable[str]) -> list[str]:
    """Different names, the commonest first, equally common ones by name."""
    counts = Counter(names)
    return sorted(counts, key=lambda name: (-counts[name], name))
