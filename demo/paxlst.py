"""PAXLST messages as the carriers of the demo write them, with the writer of Roadstead.

Some airlines leave the status of middle parts of a split list empty instead of sending that more parts follow; the demo
does the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.paxlst import write as writer
from roadstead.engine.formats.passengers.paxlst.write import Segment as Segment
from roadstead.engine.records import Manifest

FIRST: Final = "01"


def interchange(manifest: Manifest) -> list[Segment]:
    """Return UNB … UNZ around one message in one group."""
    head = manifest.message
    says_nothing = head.last_part is False and head.part != FIRST
    return writer.interchange(replace(manifest, message=replace(head, last_part=None)) if says_nothing else manifest)
