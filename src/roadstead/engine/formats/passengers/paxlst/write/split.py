"""A list in parts, as airlines send what does not fit into one message."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.paxlst.write.dates import figures
from roadstead.engine.records import Manifest

LONGEST_REFERENCE: Final = 14  # 0020, an..14


def split(manifest: Manifest, size: int) -> list[Manifest]:
    """Parts of at most `size` travellers, numbered from 01; the last says F and the others C.

    Each repeats head and voyage, and the declared total, which is of the whole. All have one access reference (0068),
    the manifest's own or one made of voyage and departure, and an interchange of their own.
    """
    if size < 1:
        raise ValueError(f"a part of {size} travellers")
    groups = [manifest.travellers[at : at + size] for at in range(0, len(manifest.travellers), size)] or [()]
    head = replace(manifest.message, access_reference=manifest.message.access_reference or _reference(manifest))
    return [
        replace(
            manifest,
            travellers=group,
            message=replace(
                head,
                part=f"{number:02d}",
                last_part=number == len(groups),
                interchange=f"{head.interchange}{number:02d}"[-LONGEST_REFERENCE:],
            ),
        )
        for number, group in enumerate(groups, 1)
    ]


def _reference(manifest: Manifest) -> str:
    """XA123/261125/0900, as the guide proposes."""
    first = manifest.voyage.legs[0].departure if manifest.voyage.legs else manifest.message.sent_at
    day, _, time = first.partition("T")
    return "/".join(part for part in (manifest.voyage.number, figures(day)[2:], figures(time)) if part)
