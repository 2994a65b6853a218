"""`roadstead bench`: measurements on this machine, with the results written to bench/results."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from bench.stored import command as stored
from bench.stored.goals import PAGE, page
from roadstead.cli.console import say
from roadstead.config import config
from roadstead.platform.database.cluster import cluster, is_running, stop

BENCHES: Final[Mapping[str, Sequence[str]]] = {  # with the modules of bench/ that measure it
    "agreement": ("agreement",),
    "reading": ("reading", "reading_pnrgov"),
    "matching": ("matching",),
    "speed": ("matching.fast",),
    "screening": ("screening",),
    "papers": ("papers",),
    "cargo": ("cargo", "cargo_kept", "cargo_headings"),
    "rules": ("rules", "rules_for_cargo", "routing", "law"),
    "vetting": ("vetting",),
    "notices": ("notices",),
    "warrants": ("warrants",),
    "endtoend": ("endtoend",),
    "pages": ("pages",),
    "jobs": ("jobs",),
    "killed": ("killed.command",),
    "stored": ("stored.command",),
}
NOT_USUAL: Final = ("jobs", "killed", "stored", "warrants")  # needs Chromium and the front end's packages; take long
USUAL: Final = tuple(name for name in BENCHES if name not in NOT_USUAL)
RESULTS = Path(__file__).parent / "results"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "which",
        nargs="*",
        choices=[*BENCHES, []],
        help="what to measure (default: all but jobs, killed, stored, warrants)",
    )
    parser.add_argument("--json", action="store_true", help="print the results as one JSON object")
    stored.arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    ours, was_running = cluster(config().home), is_running(cluster(config().home))
    result: dict[str, Any] = {}
    try:
        for name in arguments.which or USUAL:
            for module in BENCHES[name]:
                say(f"{module} …")
                found = stored.run(arguments) if name == "stored" else importlib.import_module(f"bench.{module}").run()
                result[module] = rounded(found)
    finally:
        if not was_running:
            stop(ours)
    result, text = keep(result, arguments.which or USUAL)
    if arguments.write and "stored.command" in result:
        around = {name: each for name, each in result.items() if name != "stored.command"}
        PAGE.write_text(page(around | result["stored.command"]))
    print(text if arguments.json else "\n".join(lines(result)))
    return 0


def keep(measured: dict[str, Any], names: Sequence[str]) -> tuple[dict[str, Any], str]:
    """Write the results of these benches to bench/results; return them with time and machine, and as text."""
    result = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), **measured}
    text = msgspec.json.format(msgspec.json.encode(result), indent=1).decode()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{result['at'][:10]}-{'-'.join(names)}.json").write_text(text + "\n")
    return result, text


def rounded(value: Any) -> Any:
    """Round numbers to a thousandth; more digits are noise."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def machine() -> dict[str, Any]:
    """Return the machine on which it was measured."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
    }


def _processor() -> str:
    found = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return found[0].partition(":")[2].strip() if found else platform.processor()


def lines(value: Any, indent: int = 0) -> list[str]:
    """Return nested results as indented lines."""
    shown = []
    for name, each in value.items():
        if isinstance(each, dict):
            shown += [f"{' ' * indent}{name}", *lines(each, indent + 2)]
        else:
            shown.append(f"{' ' * indent}{name:32} {each}")
    return shown
