"""Documents -> claims: who says how much of what, where, and as of when."""

from tracker.language.extract import EXTRACTOR_VERSION, extract, extract_many

__all__ = ["EXTRACTOR_VERSION", "extract", "extract_many"]
