"""A filing's list as the carriers of the demo write it: the product's own writer, backwards through its reader.

Some airlines say nothing in the middle parts of a split list, not even that they are not the last; so do these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.paxlst import write as writer
from roadstead.engine.formats.passengers.paxlst.write import Segment as Segment
from roadstead.engine.records import Manifest

FIRST: Final = "01"


def interchange(manifest: Manifest) -> list[Segment]:
    """UNB … UNZ around one message in one group."""
    head = manifest.message
    says_nothing = head.last_part is False and head.part != FIRST
    return writer.interchange(replace(manifest, message=replace(head, last_part=None)) if says_nothing else manifest)
