"""Invented XML messages, and what each must become; `python -m tests.engine.formats.xml_samples` writes that anew."""

from __future__ import annotations

import json
from pathlib import Path

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view
from tests.library import CORPUS as CORPUS

DATA = Path(__file__).parent / "data"
FOLDERS = ("iso28005", "pnrgov_xml", "cruise_xml", "asycuda", "cargo_xml", "ens")


def samples(folder: str) -> list[Path]:
    return sorted((DATA / folder).glob("*.xml"))


def seen(sample: Path) -> list[dict[str, object]]:
    return [view(reading, sample.name) for reading in registry.read(sample.read_bytes())]


def snapshot(sample: Path) -> object:
    return json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    for each in (sample for folder in FOLDERS for sample in samples(folder)):
        text = json.dumps(seen(each), indent=1, ensure_ascii=False) + "\n"
        each.with_suffix(".json").write_text(text, encoding="utf-8")
