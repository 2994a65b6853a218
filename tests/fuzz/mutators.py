"""Mutations that know the form: whole segments, lines, rows or sheet parts are moved, not only bytes."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Final

Blind = Callable[[bytes, int], bytes]  # the fuzzer's own: input, longest output
Mutator = Callable[[bytes, int, random.Random, Blind], bytes]

MOST_PARTS: Final = 400
BLIND_SHARE: Final = 0.6  # of all mutations are left to the fuzzer
LONGEST_PART: Final = 262_144  # bytes of one part of an archive that is looked into
# What bites: separators, empty and huge values, marks of other forms, letters beyond ASCII.
WORDS: Final = (
    b"", b"0", b"00000000", b"99999999999999999999", b"-1", b"?", b"??", b"?'", b"++", b"::", b"'", b"\xff", b"\0",
    "\u202e".encode(), "ß".encode(), b"NAD+FL", b"UNB+UNOA:4", b"UNT", b"DTM+329:800230:102", b"<<", b"<", b">", b"^",
    b"M1", b"P<UTO", b"&amp;", b"<!--", b"]]>", b'"', b";", b"\t", b"1900-02-29", b"0x41", b"1e999", b"=1+1",
)  # fmt: skip
PARTED: Final = {
    "segments": re.compile(rb"(?<='|~|\n)"),
    "lines": re.compile(rb"(?<=\n)"),
    "fields": re.compile(rb"(?=[+:;,|\t])"),
    "tags": re.compile(rb"(?=<)"),
}


def of_parts(*kinds: str) -> Mutator:
    """Parts of one of these kinds are doubled, dropped, swapped, or one takes a word that bites."""

    def mutate(raw: bytes, longest: int, chance: random.Random, blind: Blind) -> bytes:
        if chance.random() < BLIND_SHARE:
            return blind(raw, longest)
        parts = PARTED[chance.choice(kinds)].split(raw, MOST_PARTS)
        _moved(parts, chance)
        return b"".join(parts)[:longest]

    return mutate


def _moved(parts: list[bytes], chance: random.Random) -> None:
    here, there = chance.randrange(len(parts)), chance.randrange(len(parts))
    match chance.randrange(5):
        case 0:
            parts.insert(there, parts[here])
        case 1:
            del parts[here : here + chance.randint(1, 4)]
        case 2:
            parts[here], parts[there] = parts[there], parts[here]
        case 3:
            parts[here] = parts[here] * chance.choice((2, 9, 60))
        case _:
            cut = chance.randint(0, len(parts[here]))
            parts[here] = parts[here][:cut] + chance.choice(WORDS) + parts[here][cut + chance.randint(0, 3) :]


def of_an_archive(inside: Mutator) -> Mutator:
    """One part of a zip file (a workbook is one) is mutated and packed again; now and then the archive itself."""

    def mutate(raw: bytes, longest: int, chance: random.Random, blind: Blind) -> bytes:
        files = _files(raw) if chance.random() < 0.9 else {}
        if not files:
            return blind(raw, longest)
        name = chance.choice(sorted(files))
        files[name] = inside(files[name], LONGEST_PART, chance, blind)
        packed = _packed(files)
        return packed if len(packed) <= longest else raw

    return mutate


def _files(raw: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            held = [each for each in archive.infolist() if each.file_size]  # an ods file has folders as well
            return {each.filename: archive.open(each).read(LONGEST_PART) for each in held[:40]}
    except Exception:  # noqa: BLE001  (whatever zipfile says of a damaged archive)
        return {}


def _packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
