"""Write the demo region as files: python -m demo OUT_DIR [--seed N] [--now 2026-11-25T12:00+00:00]."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from demo.records import Region
from demo.region import make

README = """A fictional region (seed {seed}, at {now}).

All people, companies, ships and lists are fictional; ports, airports and distances are real.

messages/     {messages} messages as carriers send them, in the order of sending; cargo messages (c…) come last
lists/        watchlists in Roadstead's own csv, one per owner; documents.csv: lost and stolen documents
planted.json  the planted matches and where they are; planted_cargo.json: those in bills
"""


def write(region: Region, folder: Path) -> None:
    """Write the files under `folder`. Folders are created if missing; existing files are overwritten."""
    for name in ("messages", "lists"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for message in region.sent:
        (folder / "messages" / message.file_name).write_bytes(message.raw)
    for listed in region.published:
        (folder / "lists" / listed.file_name).write_bytes(listed.raw)
    for name, planted in (("planted", region.planted), ("planted_cargo", region.cargo.planted)):
        text = json.dumps([asdict(one) for one in planted], indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    text = README.format(
        seed=region.seed, now=region.now.isoformat(), messages=len(list((folder / "messages").iterdir()))
    )
    (folder / "README.txt").write_text(text, encoding="utf-8")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m demo", description="Write the demo region as files.")
    asked.add_argument("folder", type=Path, metavar="OUT_DIR", help="the folder to write to")
    asked.add_argument("--seed", type=int, default=1, help="seed of the random data (default: %(default)s)")
    asked.add_argument(
        "--now", type=datetime.fromisoformat, default=datetime.now(UTC), help="date and time with zone (default: now)"
    )
    chosen = asked.parse_args()
    write(make(chosen.seed, chosen.now), chosen.folder)


if __name__ == "__main__":
    main()
