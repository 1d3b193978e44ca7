"""Quotations that run over sentences, and the last named speaker that a pronoun means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.reports import find_reports

if TYPE_CHECKING:
    from tracker.language.context import DocumentContext
    from tracker.language.speakers import Speaker
    from tracker.model import Expression


def quoted_speaker(context: DocumentContext, index: int, expression: Expression) -> str | None:
    return None


def last_named_speaker(context: DocumentContext, index: int, pronoun: Speaker) -> str | None:
    return None
