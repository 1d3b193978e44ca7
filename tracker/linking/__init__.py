"""Claims to figures."""

from __future__ import annotations

from tracker.linking.link import Linked, link
from tracker.linking.reasons import why

__all__ = ["Linked", "link", "why"]
