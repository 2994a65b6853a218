"""`python -m bench.matching WHAT`: measures, prints the tables, keeps the figures under ROADSTEAD_HOME/bench."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any, Final

from bench.matching import fast, report, speed
from bench.matching.library import kept
from bench.matching.measure import names_only
from bench.matching.tabled import shown

Chosen = argparse.Namespace
HELP: Final = {
    "real": "recall by kind on the published lists",
    "big": "the same with --size invented persons beside them",
    "speed": "rates, memory and growth, others beside us; with --sizes lists of those sizes alone",
    "others": "one of --every travellers asked of other matchers as well, if they are installed",
    "things": "organisations and vessels, beside rapidfuzz",
    "train": "fits the second stage anew and writes its file; needs scikit-learn",
    "files": "list and travellers with --size invented persons, for ./roadstead match",
}


def main() -> None:
    chosen = arguments().parse_args()
    figures = MEASURED[chosen.what](chosen)
    kept(f"{chosen.what}{'-second' * chosen.second}{'-sizes' * bool(chosen.sizes)}.json").write_text(
        json.dumps(figures, indent=1) + "\n", encoding="utf-8"
    )
    if chosen.docs:
        (fast if chosen.what == "speed" else report).into_documents(figures)
    print(json.dumps(figures, indent=1) if chosen.json else shown(figures))


def arguments() -> argparse.ArgumentParser:
    told = "; ".join(f"{what}: {does}" for what, does in HELP.items())
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__, epilog=told)
    parser.add_argument("what", nargs="?", default="real", choices=[*MEASURED])
    parser.add_argument("--each", type=int, default=150, help="travellers of each planted kind")
    parser.add_argument("--size", type=int, default=100_000, help="invented persons; 1000000 is the aim")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="speed of invented lists of few words only")
    parser.add_argument("--runs", type=int, default=speed.RUNS, help="of which medians are taken")
    parser.add_argument("--every", type=int, default=6, help="one of so many travellers is asked of others")
    parser.add_argument("--only", nargs="*", default=[], help="words in the names of the others to be asked")
    parser.add_argument("--undated", action="store_true", help="everybody is asked for without a birth date")
    parser.add_argument("--second", action="store_true", help="with real and big: with the second stage")
    parser.add_argument("--docs", action="store_true", help="with real and speed: write docs/reference/matching.md")
    parser.add_argument("--json", action="store_true", help="figures instead of tables")
    return parser


def real(chosen: Chosen) -> dict[str, Any]:
    pairs = {} if chosen.undated else {"single pairs": names_only()}
    return report.recall(chosen.each, dated=not chosen.undated, second=chosen.second) | pairs


def big(chosen: Chosen) -> dict[str, Any]:
    return report.recall(chosen.each, chosen.size, dated=not chosen.undated, second=chosen.second)


def speeds(chosen: Chosen) -> dict[str, Any]:
    """Measure lists of these --sizes only; without, measure all, and other systems beside them."""
    if chosen.sizes:
        return fast.run(tuple(speed.Listed("few words", size) for size in chosen.sizes), chosen.runs, others=False)
    return fast.run(runs=chosen.runs)


def others(chosen: Chosen) -> dict[str, Any]:
    from bench.matching.beside import side_by_side

    return side_by_side(chosen.every, chosen.each, chosen.only)


def things(chosen: Chosen) -> dict[str, Any]:
    from bench.matching.things import figures

    return figures()


def train(chosen: Chosen) -> dict[str, Any]:
    from bench.matching.training import train as fit

    return fit()


def files(chosen: Chosen) -> dict[str, Any]:
    return report.files_for_match(chosen.size)


MEASURED: Final[dict[str, Callable[[Chosen], dict[str, Any]]]] = {
    "real": real, "big": big, "speed": speeds, "others": others, "things": things,
    "files": files, "train": train,
}  # fmt: skip


if __name__ == "__main__":
    main()
