"""The dashboard is there soon: what only some readers need is loaded when the first of them does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_START = """
import sys
from pathlib import Path
from dashboard.app import create_app
create_app(Path("nowhere"))
heavy = {"spacy", "thinc", "quantulum3", "trafilatura", "pandas", "sklearn", "distributed", "playwright"}
print(*sorted(heavy & set(sys.modules)))
"""


def test_no_language_model_or_other_heavy_library_is_loaded_before_it_is_needed() -> None:
    done = subprocess.run([sys.executable, "-c", _START], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
