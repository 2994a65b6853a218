"""Where the matcher's compiled functions are kept between two starts, and their compilation before anybody waits."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from roadstead.config import config

SOURCE = Path(__file__).parents[1]
# What is compiled, or frozen into it. The compiler itself looks at a function's own file only.
FROZEN = ("engine/matching/**/*.py", "engine/matching/dialects.csv", "engine/text/dates/*.py")


def keep_compiled(home: Path) -> Path:
    """The folder, said to numba, which reads its settings when it is imported: call this before. Other sources, or
    another environment, have another folder; an operator's own NUMBA_CACHE_DIR stays."""
    if "NUMBA_CACHE_DIR" not in os.environ:
        os.environ["NUMBA_CACHE_DIR"] = str(home / "cache" / "kernel" / _edition())
    return Path(os.environ["NUMBA_CACHE_DIR"])


def compile_matcher(home: Path) -> subprocess.Popen[bytes] | None:
    """Begun in processes of its own, which takes most of a minute; None where it was done before."""
    if (keep_compiled(home) / "complete").exists():
        return None
    return subprocess.Popen([sys.executable, "-m", "roadstead.platform.warm"], stdout=subprocess.DEVNULL)


def compile_now(home: Path) -> None:
    """The same, waited for and told on standard error. ChildProcessError where it fails."""
    began = time.monotonic()
    if compiling := compile_matcher(home):
        sys.stderr.write("  matcher … ")
        sys.stderr.flush()
        if compiling.wait():
            raise ChildProcessError("the matcher cannot be compiled; the lines above say why")
        sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")


def _edition() -> str:
    """Of the sources where they stand, which numba compares by their time, and of the environment."""
    files = sorted(path for pattern in FROZEN for path in SOURCE.glob(pattern))
    seen = [f"{path} {path.stat().st_mtime_ns} {sha256(path.read_bytes()).hexdigest()}" for path in files]
    return sha256("\n".join([sys.prefix, *seen]).encode()).hexdigest()[:16]


if __name__ == "__main__":  # for `./roadstead test`, whose home is another
    compile_now(config().home)
    sys.stdout.write(f"{keep_compiled(config().home)}\n")
