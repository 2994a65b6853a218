"""Where the matcher's compiled functions are kept between two starts."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

SOURCE = Path(__file__).parents[1]
# What is compiled, or frozen into it. The compiler itself looks at a function's own file only.
FROZEN = ("engine/matching/**/*.py", "engine/matching/dialects.csv", "engine/text/dates/*.py")


def keep_compiled(home: Path) -> None:
    """Say so to numba, which reads its settings when it is imported: call it before. Another edition of the sources
    has another folder; an operator's own NUMBA_CACHE_DIR stays."""
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = str(home / "cache" / "kernel" / _edition())


def _edition() -> str:
    files = sorted(path for pattern in FROZEN for path in SOURCE.glob(pattern))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
