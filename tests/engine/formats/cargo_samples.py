"""Cargo messages for tests: whole ones in few words, and one as long as a large ship's."""

from __future__ import annotations

from collections.abc import Iterable

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.text.identifiers.container import check_digit

HEAD = ("BGM+785+MAN1+9", "NAD+MS+XBAY", "TDT+20+XB1+1++XBAY:172:20+++9074729:146::SAMPLE BAY", "LOC+60+LCCAS")
WHOLE = ("NAD+CZ+++Sample Mills", "NAD+CN+++Sample Trading", "GID+1+10:CT", "FTX+AAA+++RICE", "MEA+AAE+G+KGM:500")


def message(*segments: str, type: str = "CUSCAR", release: str = "D:95B", more: str = "") -> bytes:
    """The segments between UNH and UNT, in an interchange without any oddity."""
    head = f"UNA:+.? 'UNB+UNOC:3+XBAY+LCCUSTOMS+261124:0915+R1'UNH+1+{type}:{release}:UN{more}'"
    body = "".join(f"{each}'" for each in segments)
    return f"{head}{body}UNT+{len(segments) + 2}+1'UNZ+1+R1'".encode()


def read(*segments: str, type: str = "CUSCAR", release: str = "D:95B", more: str = "") -> Reading:
    (reading,) = registry.read(message(*segments, type=type, release=release, more=more))
    return reading


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def box(number: int) -> str:
    ten = f"SMPU{number:06d}"
    return ten + check_digit(ten)


def large(containers: int) -> bytes:
    """A ship with so many containers, each with its bill, parties, goods and seals."""
    return message(*HEAD, *_equipment(containers), *_bills(containers), f"CNT+16:{containers}")


def _equipment(containers: int) -> Iterable[str]:
    for at in range(containers):
        yield from (f"EQD+CN+{box(at)}+22G1+++5", "MEA+AAE+G+KGM:12000", f"SEL+S{at}", "LOC+9+JMKIN", "LOC+11+LCCAS")


def _bills(containers: int) -> Iterable[str]:
    for at in range(containers):
        yield from (
            f"CNI+{at + 1}",
            f"RFF+BM:XB{at:06d}",
            "CNT+7:500:KGM",
            "CNT+11:10",
            "LOC+9+JMKIN",
            "LOC+11+LCCAS",
            f"NAD+CZ+++Sample Mills {at}+1 Field Lane+Kingston+++JM",
            f"NAD+CN+++Sample Trading {at}+2 Bay Street+Castries+++LC",
            "GID+1+10:CT",
            f"FTX+AAA+++Goods of many kinds, lot {at}",
            "MEA+AAE+G+KGM:500",
            f"SGP+{box(at)}+10",
            f"PCI+28+LOT {at}",
            "RFF+HS:732393",
        )
