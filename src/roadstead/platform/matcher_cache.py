"""Cache folder of the matcher's compiled functions, and their compilation before the first request."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from roadstead.config import config

SOURCE_ROOT = Path(__file__).parents[1]
# Sources that are compiled, or compiled in as constants. The compiler itself checks a function's own file only.
COMPILED_SOURCES = ("engine/matching/**/*.py", "engine/matching/dialects.csv", "engine/text/dates/*.py")


def use_cache_folder(home: Path) -> Path:
    """Set numba's cache folder and return it. Call this before numba is imported, which is when it reads its settings.

    Each edition of the sources and each environment has a folder of its own; an operator's own NUMBA_CACHE_DIR stays.
    Optimisation level 1 matches as fast as numba's own 3 (`python -m bench.screening`) and compiles in an eighth less.
    """
    os.environ.setdefault("NUMBA_OPT", "1")
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = str(home / "cache" / "kernel" / _cache_key())
    return Path(os.environ["NUMBA_CACHE_DIR"])


def compile_matcher(home: Path) -> subprocess.Popen[bytes] | None:
    """Start compiling in processes of its own, which takes most of a minute; return None if it was done before."""
    if (use_cache_folder(home) / "complete").exists():
        return None
    return subprocess.Popen([sys.executable, "-m", "roadstead.platform.warm"], stdout=subprocess.DEVNULL)


def compile_now(home: Path) -> None:
    """Compile the matcher, wait, and show progress on standard error. Raises ChildProcessError on failure."""
    began = time.monotonic()
    if compiling := compile_matcher(home):
        sys.stderr.write("  matcher … ")
        sys.stderr.flush()
        if compiling.wait():
            raise ChildProcessError("cannot compile the matcher; see the error above")
        sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")


def _cache_key() -> str:
    """Return a digest of the environment and of the sources with their paths and times, which numba compares."""
    files = sorted(path for pattern in COMPILED_SOURCES for path in SOURCE_ROOT.glob(pattern))
    seen = [f"{path} {path.stat().st_mtime_ns} {sha256(path.read_bytes()).hexdigest()}" for path in files]
    return sha256("\n".join([sys.prefix, os.environ["NUMBA_OPT"], *seen]).encode()).hexdigest()[:16]


if __name__ == "__main__":  # for `./roadstead test`, which has another home
    compile_now(config().home)
    sys.stdout.write(f"{use_cache_folder(config().home)}\n")
