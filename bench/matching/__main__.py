"""`python -m bench.matching [real|big|speed|others]`: measures, prints the tables, keeps the figures."""

from __future__ import annotations

import argparse
import json
from typing import Any

from bench.matching import report
from bench.matching.library import kept
from bench.matching.tabled import markdown


def main() -> None:
    chosen = arguments().parse_args()
    figures = real(chosen)
    kept(f"{chosen.what}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1) if chosen.json else shown(figures))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__)
    parser.add_argument("what", nargs="?", default="real", choices=["real"])
    parser.add_argument("--each", type=int, default=150, help="travellers of each planted kind")
    parser.add_argument("--by-score", action="store_true", help="what policy shows counts by its score alone")
    parser.add_argument("--json", action="store_true", help="figures instead of tables")
    return parser


def real(chosen: argparse.Namespace) -> dict[str, Any]:
    return report.real_list(chosen.each, policy=not chosen.by_score)


def shown(figures: dict[str, Any]) -> str:
    return "\n".join(f"## {name}\n{_part(part)}" for name, part in figures.items())


def _part(part: dict[str, Any]) -> str:
    rows = part if all(isinstance(each, dict) for each in part.values()) else {"": part}
    return markdown(rows)


if __name__ == "__main__":
    main()
