"""Messages of each carrier's system about a voyage, in the order of sending: ordinary and special cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from demo import damage
from demo.filing import Filing, encoded, manifest, message
from demo.paxlst import interchange
from demo.records import DemoMessage
from demo.tables import Service, carriers
from roadstead.engine.records import Manifest, Mode, Traveller

PARTS: Final = 3
DAMAGE: Final = "one segment garbled, one birth date impossible, one traveller nameless"
CORRECTION: Final = "corrects one document number and adds one traveller"


def ordinary(filing: Filing) -> Iterator[DemoMessage]:
    carrier = carriers()[filing.service.carrier]
    special = carrier.kind if carrier.mode is Mode.SEA else ""
    yield message(filing, manifest(filing, filing.passengers), "passengers", special)


def progressive(filing: Filing) -> Iterator[DemoMessage]:
    yield message(filing, manifest(filing, filing.passengers), "passengers", "flight with a domestic leg")


def late(filing: Filing) -> Iterator[DemoMessage]:
    yield message(filing, manifest(filing, filing.passengers), "passengers", "sent after departure")


def split(filing: Filing) -> Iterator[DemoMessage]:
    """Send three parts with one access reference; every part has the total of the whole flight."""
    size = part_size(len(filing.passengers))
    for part in range(1, PARTS + 1):
        made = parted(manifest(filing, filing.passengers[(part - 1) * size : part * size]), part)
        yield message(filing, made, f"passengers_part{part}", f"part {part} of {PARTS}")


def parted(made: Manifest, part: int) -> Manifest:
    interchange = f"{made.message.interchange[:-2]}{part:02d}"
    head = replace(made.message, part=f"{part:02d}", last_part=part == PARTS, interchange=interchange)
    return replace(made, message=head)


def part_size(total: int) -> int:
    return -(-total // PARTS)


def telex(filing: Filing) -> Iterator[DemoMessage]:
    made = manifest(filing, filing.passengers)
    raw = damage.telex(encoded(filing, interchange(made), line_end=""), filing.sent_at)
    yield message(filing, made, "passengers", "Type-B telex, lines cut at column 63", raw)


def damaged(filing: Filing) -> Iterator[DemoMessage]:
    made = manifest(filing, filing.passengers)
    birth, name, line = filing.untouched(3)
    segments = damage.without_name(damage.with_impossible_birth(interchange(made), birth), name)
    raw = damage.garbled(encoded(filing, segments), line)
    yield message(filing, made, "passengers", DAMAGE, raw)


def broken(filing: Filing) -> Iterator[DemoMessage]:
    sent = message(filing, manifest(filing, []), "passengers", "an error page instead of a list", damage.ERROR_PAGE)
    yield replace(sent, voyage="", travellers=0)


def change(filing: Filing) -> Iterator[DemoMessage]:
    """Send a list with a slip in one document number, then a change with that traveller and one who joined."""
    at = filing.untouched(1)[0]
    slipped = [*filing.passengers[:at], slip(filing.passengers[at]), *filing.passengers[at + 1 :]]
    yield message(filing, manifest(filing, slipped), "passengers", "corrected by a later message")
    again = [filing.passengers[at], filing.joining.traveller]
    yield message(filing, changed(manifest(filing, again)), "passengers_change", CORRECTION)


def changed(made: Manifest) -> Manifest:
    """Return BGM 745 with CP, as sent by interactive systems. Without CNT: it does not cover the whole voyage."""
    head = replace(made.message, subcode="CP", revision="2", interchange=f"{made.message.interchange[:-2]}02")
    return replace(made, message=head, declared={})


def slip(traveller: Traveller) -> Traveller:
    """Change the last digit of the document number by one."""
    document = traveller.documents[0]
    last = str((int(document.number[-1]) + 1) % 10)
    return replace(traveller, documents=(replace(document, number=document.number[:-1] + last),))


WAYS: Final[dict[str, Callable[[Filing], Iterator[DemoMessage]]]] = {
    "": ordinary,
    "progressive": progressive,
    "late": late,
    "split": split,
    "telex": telex,
    "damaged": damaged,
    "broken": broken,
    "change": change,
}


def messages(filing: Filing) -> Iterator[DemoMessage]:
    yield from WAYS[filing.service.special](filing)
    if filing.crew:
        yield message(filing, manifest(filing, filing.crew, "crew"), "crew", "crew list")


def numbered(sent: Sequence[tuple[Service, DemoMessage]]) -> tuple[DemoMessage, ...]:
    """Number file names in the order of sending; corrections come last."""
    order = sorted(sent, key=lambda pair: pair[1].file_name.endswith("change"))
    return tuple(
        replace(made, file_name=f"{at:02d}_{service.number}_{made.file_name}{'.html' if not made.voyage else '.edi'}")
        for at, (service, made) in enumerate(order, start=1)
    )
