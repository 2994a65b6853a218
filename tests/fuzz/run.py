"""Runs targets, each in a process of its own, and says what came of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.checks import LONGEST
from tests.fuzz.targets import ROOT, TARGETS

AT_ONCE: Final = 2  # processes: what a small machine has
HANGS_AFTER_SECONDS: Final = 60  # of one input: then the fuzzer ends it and shows it
MEMORY_MB: Final = 640  # of one process, its interpreter and tables (80) included: what is leaked shows in minutes
EXTRA_SECONDS: Final = 120  # to start, to read the seeds, to end
KILLED_AFTER_SECONDS: Final = 10  # more, where it does not end when told to
EXECUTIONS: Final = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
COVERAGE: Final = re.compile(r"\bcov: (\d+)")
PEAK: Final = re.compile(r"stat::peak_rss_mb:\s*(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`findings` are the files of inputs that broke something; `words` the end of what the fuzzer printed."""

    target: str
    executions: int
    coverage: int
    peak_mb: int
    findings: tuple[Path, ...]
    ended_well: bool
    words: str


def run_all(names: Sequence[str], seconds: int, folder: Path) -> Iterator[Outcome]:
    """Two at a time, in order. Findings stay in the folder."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda name: run(name, seconds, folder), names)


def run(name: str, seconds: int, folder: Path) -> Outcome:
    """One target for so many seconds, from its seeds."""
    found = folder / name
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-") as corpus:
        _seed(name, Path(corpus))
        options = [
            f"-max_total_time={seconds}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-timeout={HANGS_AFTER_SECONDS}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
            "-report_slow_units=100000",
            corpus,
        ]
        done = _started(name, options, seconds)
    text = done.stderr + done.stdout
    return Outcome(
        target=name,
        executions=_last(EXECUTIONS, text),
        coverage=_last(COVERAGE, text),
        peak_mb=_last(PEAK, text),
        findings=tuple(sorted(found.iterdir())),
        ended_well=done.returncode == 0,
        words=text[-4_000:],
    )


def _started(name: str, options: list[str], seconds: int) -> subprocess.CompletedProcess[str]:
    return started_small([sys.executable, "-m", "tests.fuzz.one", name, *options], seconds + EXTRA_SECONDS)


def started_small(command: Sequence[str], seconds: int) -> subprocess.CompletedProcess[str]:
    """Ends it after so many seconds. `timeout` starts it, for a child of ours would begin with our own peak of memory:

    Linux counts what a process held before exec as its peak (ru_maxrss), which is what the fuzzer's limit looks at.
    """
    return subprocess.run(
        ["timeout", f"--kill-after={KILLED_AFTER_SECONDS}", str(seconds), *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds + 2 * KILLED_AFTER_SECONDS,
        check=False,
    )


def _seed(name: str, corpus: Path) -> None:
    for place, seed in enumerate(TARGETS[name].all_seeds()):
        (corpus / f"{place:03}").write_bytes(seed)


def _last(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.findall(text)
    return int(found[-1]) if found else 0
