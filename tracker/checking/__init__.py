"""Figures to findings."""

from __future__ import annotations

from tracker.checking.check import Checked, check
from tracker.checking.consensus import consensus_over_time

__all__ = ["Checked", "check", "consensus_over_time"]
