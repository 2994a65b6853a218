"""Which list a message belongs to: of whom, of which transaction and revision, and which parts go together."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

from roadstead.engine.records import Function, MessageHeader

ONLY: Final = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListId:
    """Which list a message belongs to. `series`: all lists of one kind that one sender sends about a voyage;
    `transaction` and `revision`: RFF+TN; `list`: the same for all parts of one list, and for no other list."""

    series: str = ""
    transaction: str = ""
    revision: str = ""
    list: str = ""

    @property
    def text(self) -> str:
        return "/".join((self.series, self.transaction, self.revision, self.list)) if self.series else ""

    @property
    def key(self) -> str:
        """What all parts of the list have in common: each may have a reference of its own."""
        return "/".join((self.series, self.revision, self.list))

    @classmethod
    def parse(cls, text: str) -> Self:
        series, transaction, revision, name = text.split("/") if text else ("", "", "", "")
        return cls(series=series, transaction=transaction, revision=revision, list=name)


def list_id(header: MessageHeader, carrier: str, tie: str) -> ListId:
    """`tie` tells two whole lists apart that have nothing else to tell them apart by."""
    kind = header.function or Function.PASSENGERS
    # Without either, the parts of this sender about this voyage are one list: 0062 differs from part to part.
    together = header.access_reference or (header.reference if header.revision else "")
    return ListId(
        series=_short(carrier, header.sender, kind.value),
        transaction=_short(carrier, header.sender, header.reference) if header.reference else "",
        revision=header.revision[:12].rjust(12, "0"),
        list=_short(together, header.revision) if is_part(header) else _short(tie),
    )


def is_part(header: MessageHeader) -> bool:
    """Whether other messages belong to this list, as far as the sender says."""
    return bool(header.part) and not (header.part.lstrip("0") == ONLY and header.last_part is True)


def _short(*texts: str) -> str:
    return blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=4).hexdigest()


NO_LIST: Final = ListId()
