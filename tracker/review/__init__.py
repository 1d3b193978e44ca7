"""What people decide: acts recorded as judgements, and the tables of a snapshot as these have them at once."""

from tracker.review.acts import MAX_NAME, MAX_WORDS, Action, Judged, judge, take_back
from tracker.review.overlay import Laid, laid_over

__all__ = ["MAX_NAME", "MAX_WORDS", "Action", "Judged", "Laid", "judge", "laid_over", "take_back"]
