"""`PYTHONPATH=src:. python -m tests.fuzz [TARGET…]`: executions, coverage, memory and findings of each."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.run import run_all
from tests.fuzz.targets import TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)} (default: all)")
    parser.add_argument("--seconds", type=int, default=600, help="for each target (default: 600)")
    parser.add_argument("--findings", type=Path, help="folder for inputs that broke something (default: a new one)")
    arguments = parser.parse_args()
    if unknown := set(arguments.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    folder = arguments.findings or Path(tempfile.mkdtemp(prefix="roadstead-findings-"))
    failed = 0
    say(f"{'target':<12} {'executions':>10} {'coverage':>8} {'peak MB':>7}  findings")
    for each in run_all(arguments.targets or list(TARGETS), arguments.seconds, folder):
        findings = " ".join(str(path) for path in each.findings) or "none"
        say(f"{each.target:<12} {each.executions:>10,} {each.coverage:>8,} {each.peak_mb:>7,}  {findings}")
        if each.findings or not each.ended_well:
            failed += 1
            say(each.words)
    return 1 if failed else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
