"""What is fuzzed: one line a target. Seeds are folders: our samples, and the shared corpus where it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.checks import Check, reads, redacts
from tests.fuzz.made_seeds import cargo_sheets, csv_files, workbooks
from tests.fuzz.mutators import Mutator, of_an_archive, of_parts
from tests.library import CORPUS

ROOT: Final = Path(__file__).parents[2]
SAMPLES: Final = ROOT / "tests/engine/formats/data"
LONGEST_SEED: Final = 65_536

EDIFACT: Final = of_parts("segments", "fields")
LINES: Final = of_parts("lines", "fields")
XML: Final = of_parts("tags", "lines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`seeds` are globs below our samples, `corpus` folders of the shared corpus, `made` seeds that we write."""

    check: Check = reads
    seeds: tuple[str, ...] = ()
    corpus: tuple[str, ...] = ()
    made: Callable[[], Iterable[bytes]] = tuple
    mutator: Mutator

    def all_seeds(self) -> Iterator[bytes]:
        ours = (path for glob in self.seeds for path in sorted(SAMPLES.glob(glob)))
        shared = (path for folder in self.corpus for path in sorted((CORPUS / folder).glob("*")))
        for path in (*ours, *shared):
            is_input = path.is_file() and path.suffix not in {".json", ".md"}
            if is_input and path.stat().st_size <= LONGEST_SEED:
                yield path.read_bytes()
        yield from self.made()


TARGETS: Final[Mapping[str, Target]] = {
    "paxlst": Target(seeds=("*.edi",), corpus=("paxlst",), mutator=EDIFACT),
    "cusres": Target(seeds=("cusres/*",), corpus=("cusres",), mutator=EDIFACT),
    "contrl": Target(seeds=("contrl/*", "aperak/*"), mutator=EDIFACT),
    "pnrgov": Target(seeds=("pnrgov/*",), corpus=("pnrgov",), mutator=EDIFACT),
    "redact": Target(check=redacts, seeds=("pnrgov/*", "pnrgov_xml/*"), corpus=("pnrgov", "pnrgov_xml"),
                     mutator=of_parts("segments", "fields", "tags")),
    "cargo_edifact": Target(seeds=("cargo_edifact/*",), corpus=("edifact_other", "cuscar", "cusrep"), mutator=EDIFACT),
    "envelope": Target(seeds=("telex*.edi", "mail*.edi"), corpus=("edifact_other", "cuscar", "cusrep", "cargo_imp"),
                       mutator=LINES),
    "cargo_imp": Target(seeds=("cargo_imp/*.txt",), corpus=("cargo_imp",), mutator=LINES),
    "xml": Target(seeds=("iso28005/*", "cruise_xml/*", "pnrgov_xml/*"), corpus=("iso28005", "pnrgov_xml"),
                  mutator=XML),
    "cargo_xml": Target(seeds=("asycuda/*.xml", "cargo_xml/*.xml", "ens/*.xml"), corpus=("asycuda", "cargo_xml", "ens"),
                        mutator=XML),
    "csv": Target(made=csv_files, mutator=LINES),
    "cargo_csv": Target(seeds=("cargo_sheets/*.csv",), made=cargo_sheets, mutator=LINES),
    "us_manifest": Target(seeds=("us_manifest/*.csv",), mutator=LINES),
    "xlsx": Target(made=workbooks, mutator=of_an_archive(XML)),
    "xls": Target(seeds=("sheets/*.xls",), mutator=LINES),
    "ods": Target(seeds=("sheets/*.ods",), mutator=of_an_archive(XML)),
    "mrz": Target(seeds=("mrz/*",), corpus=("mrz",), mutator=LINES),
    "bcbp": Target(seeds=("bcbp/*",), corpus=("bcbp",), mutator=LINES),
}  # fmt: skip
