"""Speed of reading bookings, per booking, compared with a plain split of the same bytes in the same run.

`python -m bench.reading_pnrgov`. The plain split handles release characters and nothing else. pydifact is measured on
its raw segments, since it does not support PNRGOV; redaction is the step that intake performs on each body before it is
stored.

Reading takes at most four times as long as the plain split. It is not ten times as fast as pydifact, and no Python
reader of every segment can be: the plain split alone, which reads nothing, takes a tenth of pydifact's time. Reading
lists is that fast, since half of their segments repeat earlier ones (`bench.reading`).
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Final

from pydifact.segmentcollection import RawSegmentCollection

from bench.reading import best, in_turn
from roadstead.engine.formats import registry
from roadstead.engine.formats.redaction import redact
from roadstead.engine.syntax import edifact

FEW: Final = 300  # bookings of a full aircraft
MANY: Final = 10_000
RELEASED: Final = (b"?'", b"?+", b"?:", b"??")
Segment = list[str | list[str]]


def run() -> dict[str, float | int | str]:
    """Return microseconds per booking and ratios; processor time of this process, the best of several runs."""
    small, large = bookings(FEW), bookings(MANY)
    times = dict(zip(WORK, in_turn(tuple(WORK.values()), small), strict=True))
    read_many = best(registry.read, large, runs=2)
    redact_many = best(redact, large, runs=2)
    plain = times["plain_split"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydifact lacks the directories for its checks
        pydifact = best(pydifact_raw, small, runs=2)
    return {
        "segments_per_booking": round(small.count(b"'\n") / FEW, 1),
        "bytes_per_booking": len(small) // FEW,
        **{f"{name}_us_per_booking": round(1000 * taken / FEW, 1) for name, taken in times.items()},
        "tokeniser_to_plain_ratio": round(times["tokeniser"] / plain, 2),
        "reading_to_plain_ratio": round(times["reading"] / plain, 2),
        "redaction_to_plain_ratio": round(times["redaction"] / plain, 2),
        "pydifact_raw_us_per_booking": round(1000 * pydifact / FEW, 1),
        "pydifact_raw_to_reading_ratio": round(pydifact / times["reading"], 2),
        "bookings_per_second": round(1000 * FEW / times["reading"]),
        "reading_10000_ms": read_many,
        "growth_of_reading": round(read_many / times["reading"] / (MANY / FEW), 2),  # 1.0 is linear
        "growth_of_redaction": round(redact_many / times["redaction"] / (MANY / FEW), 2),
    }


def plain_split(raw: bytes) -> list[list[list[bytes]]]:
    """Split into segments, elements and components; released characters are replaced before splitting and restored
    after.
    """
    for place, pair in enumerate(RELEASED):
        raw = raw.replace(pair, bytes((0, 97 + place)))
    return [
        [[_shown(part) if b"\0" in part else part for part in element.split(b":")] for element in segment.split(b"+")]
        for segment in raw.split(b"'\n")
    ]


def _shown(part: bytes) -> bytes:
    for place, pair in enumerate(RELEASED):
        part = part.replace(bytes((0, 97 + place)), pair[1:])
    return part


def pydifact_raw(raw: bytes) -> int:
    return len(RawSegmentCollection.from_str(raw.decode()).segments)


WORK: Final[dict[str, Callable[[bytes], object]]] = {
    "plain_split": plain_split,
    "tokeniser": edifact.read,
    "reading": registry.read,
    "redaction": redact,
}


# ── the push


def bookings(count: int) -> bytes:
    """Return a push as sent by a reservation system: two or three travellers per booking, with meals, remarks and
    history.
    """
    head: list[Segment] = [
        ["UNH", "1", ["PNRGOV", "15", "1", "IA"], "YY088/101226/1420", ["01", "F"]],
        ["MSG", ["", "22"]],
        ["ORG", ["YY", "KIN"]],
        ["TVL", ["101226", "1420", "101226", "1605"], "KIN", "NAS", "YY", "88"],
        ["EQN", str(count)],
    ]
    body = [*head, *(segment for place in range(count) for segment in booking(place))]
    envelope: list[str | list[str]] = ["YY", "BSPNR", ["261209", "0832"], "4711"]
    return edifact.write(
        [
            ["UNB", ["IATA", "1"], *envelope, "", "PNRGOV"],
            *body,
            ["UNT", str(len(body) + 1), "1"],
            ["UNZ", "1", "4711"],
        ]
    )


def booking(place: int) -> list[Segment]:
    people = 2 + place % 2
    surname = f"O'FAMILY{place}" if place % 20 == 0 else f"FAMILY{place}"
    return [
        ["SRC"],
        ["RCI", ["YY", f"B{place:05}", "", "021126", "0915"], ["ZZ", f"Z{place:05}"]],
        ["SSR", ["OTHS", "HK", "1", "YY", "", "", "", "", "MEET AND ASSIST"]],
        ["DAT", ["700", "091226", "0830"], ["710", "021126", "0915"]],
        ["IFT", ["4", "28", "", "YY"], "WINDOW SEAT PLEASE"],
        ["IFT", ["4", "28", "", "YY"], f"CTCE A.FAMILY{place}//MAIL.EXAMPLE"],
        ["ORG", ["YY", "KIN"], ["55501234", "KINYY01AA"], "KIN", ["YY", "KIN"], "A", "JM", "YYAG"],
        ["ADD", "", ["700", "5 SAMPLE CRESCENT", "KINGSTON", "", "", "JM"]],
        *(segment for number in range(people) for segment in person(surname, place, number)),
        ["TVL", ["101226", "1420", "101226", "1605"], "KIN", "NAS", "YY", ["88", "M"]],
        ["RPI", str(people), "HK"],
        ["APD", "738"],
        [
            "SSR",
            ["SEAT", "HK", str(people), "YY", "", "", "KIN", "NAS"],
            *([f"0{10 + number}A", "", str(number + 1)] for number in range(people)),
        ],
        *(segment for number in range(people) for segment in check_in(surname, place, number)),
        ["TVL", ["101226", "1800", "101226", "1850"], "NAS", "MHH", "YY", ["501", "Q"]],
        ["RPI", str(people), "HK"],
        ["LTS", f"0/O/NM/{surname}/GIVEN MR(ADT)"],
        ["LTS", "0/O/SS/YY 88 M 10DEC 1 KINNAS LK1 1420 1605/NN *1A/E* /YY/JM/C/I/CAB Y//1///// /"],
        ["LTS", "0/Z/RECEIVED FROM THE TRAVELLER CR-KINYY01AA 55501234 SU 0001AA/DS-9CCFDE59 02NOV0915Z"],
    ]


def person(surname: str, place: int, number: int) -> list[Segment]:
    docs = f"/P/JAM/JA{place:05}{number}/JAM/{10 + number}MAY9{number}/F/20MAY31/{surname}/GIVEN{number}/SECOND"
    return [
        ["TIF", [surname, "I"], [f"GIVEN{number} MS", "A", str(number + 1)]],
        ["FTI", ["YY", f"7{place:05}{number}"]],
        ["REF", ["", f"001C45{place:06}{number}"]],
        ["SSR", ["DOCS", "HK", "1", "YY", "", "", "", "", docs]],
        ["SSR", ["VGML", "HK", "1", "YY", "", "", "KIN", "NAS"]],
        ["TKT", [f"999{place:09}{number}", "T", "1"]],
        ["MON", ["B", "210.00", "USD"], ["T", "288.40", "USD"]],
        ["FOP", ["CC", "3", "288.40", "MC", "5500000000000004", "0929"]],
    ]


def check_in(surname: str, place: int, number: int) -> list[Segment]:
    return [
        ["TRI", "", [f"KIN-{place % 300}", "", "", str(number + 1)]],
        ["TIF", surname, [f"GIVEN{number} MS", "A", str(number + 1)]],
        ["SSD", f"0{10 + number}A", "", "", "", "Y"],
        ["TBD", "", ["1", "22", "700"], "", "", ["999", f"{place:09}{number}", "1", "NAS"]],
    ]


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
