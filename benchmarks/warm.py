"""Imported by the server that forks builds: models and tables are there before a build begins.

Nothing here may start Polars' threads, which a fork would not have.
"""

from tracker.language.numbers.expressions import find_expressions
from tracker.language.syntax import parse

SENTENCE = "At least 43 people died in the flood, which cost $5 million, officials said."

parse([SENTENCE])
find_expressions(SENTENCE)
