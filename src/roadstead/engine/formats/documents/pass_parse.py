"""Parse the text of a bar code into a BoardingPass, with a problem for each departure from the standard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.documents.boarding_pass import BoardingPass, PassLeg
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence

MESSAGE_TYPE: Final = "BCBP"
VERSION_MARK: Final = ">"
SECURITY_MARK: Final = "^"
NEWEST_VERSION: Final = 8
MAX_LEGS: Final = 4  # legs per pass, by the standard
HEXADECIMAL: Final = 16
SIZE: Final = re.compile("[0-9A-F]{2}")
MAX_DAY_OF_YEAR: Final = 366
SCAN_AGAIN: Final = Sentence("Scan the pass again.")


def parse(text: str, number: int, notes: Notebook) -> BoardingPass:
    """Parse as much as can be read. `number` is the number of the line, for the problems."""
    return _Parser(text, number, notes).boarding_pass()


class _Parser:
    """Parser that goes over the text once; `rest` is the text not yet read."""

    def __init__(self, text: str, number: int, notes: Notebook) -> None:
        self.rest = text
        self.number = number
        self.notes = notes
        self.pass_fields: dict[str, str] = {}
        self.version: int | None = None

    def boarding_pass(self) -> BoardingPass:
        head, self.rest = _split_fields(self.rest, HEAD_FIELDS)
        said = self._declared_legs(head["legs"])
        legs = self._legs(said or 1)
        security_type, security = self._security()
        unique = self.pass_fields
        tags = (unique.get(name, "") for name in ("bag_tag", "bag_tag_2", "bag_tag_3"))
        return BoardingPass(
            format=head["format"],
            legs_declared=said,
            name=head["name"],
            electronic_ticket=head["electronic_ticket"],
            version=self.version,
            passenger=unique.get("passenger", ""),
            check_in_source=unique.get("check_in_source", ""),
            issue_source=unique.get("issue_source", ""),
            issued=unique.get("issued", ""),
            document_type=unique.get("document_type", ""),
            issuer=unique.get("issuer", ""),
            bag_tags=tuple(tag for tag in tags if tag.strip("0")),  # zeros mean no bag
            legs=legs,
            security_type=security_type,
            security_data=security,
        )

    # ── legs ────────────────────────────────────────────────────────────────────────────────

    def _declared_legs(self, sent: str) -> int | None:
        said = int(sent) if sent.isascii() and sent.isdigit() else None
        if not said or said > MAX_LEGS:
            text = Sentence(
                "The number of flights must be 1 to %(limit)s. %(remedy)s", {"limit": MAX_LEGS, "remedy": SCAN_AGAIN}
            )
            self._error("legs-not-understood", text, "number of legs", sent)
        return said

    def _legs(self, said: int) -> tuple[PassLeg, ...]:
        legs: list[PassLeg] = []
        while len(legs) < said and self.rest.strip():
            leg = self._leg(is_first=not legs)
            legs.append(leg)
            if leg.conditional_size is None:
                break
        if len(legs) < said:
            text = Sentence(
                "Flights on the pass: %(said)s. Flights we could read: %(count)s. %(remedy)s",
                {"said": said, "count": len(legs), "remedy": SCAN_AGAIN},
            )
            self._error("leg-missing", text, "legs", self.rest)
        return tuple(legs)

    def _leg(self, *, is_first: bool) -> PassLeg:
        if len(self.rest) < LEG_SIZE:
            text = Sentence(
                "The text ends in the middle of a flight (missing characters: %(missing)s). %(remedy)s",
                {"missing": LEG_SIZE - len(self.rest), "remedy": SCAN_AGAIN},
            )
            self._error("pass-cut", text, "flight", self.rest)
        found, self.rest = _split_fields(self.rest, LEG)
        size = self._size(found.pop("size"), "size of the conditional block")
        block = self._block(size)
        unique, airline_use = self._conditional(block, is_first=is_first)
        day = self._day(found.pop("day"))
        return PassLeg(day=day, conditional_size=size, **_plain(found), **unique, airline_use=airline_use)

    def _day(self, sent: str) -> int | None:
        day = int(sent) if sent.isascii() and sent.isdigit() else 0
        if 1 <= day <= MAX_DAY_OF_YEAR:
            return day
        text = Sentence(
            "The day of the flight must be 001 to %(limit)s. Take it from the printed pass.", {"limit": MAX_DAY_OF_YEAR}
        )
        self._error("flight-day-impossible", text, "date of flight (day of the year)", sent)
        return None

    # ── conditional blocks ──────────────────────────────────────────────────────────────────

    def _size(self, sent: str, field: str) -> int | None:
        if SIZE.fullmatch(sent):
            return int(sent, HEXADECIMAL)
        self._error(
            "size-not-understood",
            Sentence(
                "The %(field)s is not a hexadecimal number. %(remedy)s",
                {"field": Sentence(field), "remedy": SCAN_AGAIN},
            ),
            field,
            sent,
        )
        return None

    def _block(self, size: int | None) -> str:
        """Return the conditional block; a truncated one is read as far as it goes."""
        size = size or 0
        block, missing = self.rest[:size], size - len(self.rest)
        if missing > 0:
            text = Sentence(
                "The conditional block is shorter than declared (missing characters: %(missing)s). %(remedy)s",
                {"missing": missing, "remedy": SCAN_AGAIN},
            )
            self._error("conditional-size-wrong", text, "size of the conditional block", f"{size:02X}")
        self.rest = self.rest[size:]
        return block

    def _conditional(self, block: str, *, is_first: bool) -> tuple[dict[str, str], str]:
        """Return the leg's fields and the airline's own text. The first block begins with the fields of the pass."""
        if is_first and block:
            if not block.startswith(VERSION_MARK):
                return {}, self._without_mark(block)
            self._version(block[1:2])
            unique, block = self._sized(block[2:], "size of the pass's fields")
            self.pass_fields, more = _split_fields(unique, PASS_FIELDS)
            self._unknown(more)
        if not block:
            return {}, ""
        repeated, airline_use = self._sized(block, "size of the flight's fields")
        found, more = _split_fields(repeated, CONDITIONAL_LEG_FIELDS)
        self._unknown(more)
        return found, airline_use.strip()

    def _without_mark(self, block: str) -> str:
        """Return the airline's own block of a pass older than the version mark; any other block is an error."""
        if block[:1].isalnum() or block[:1] == " ":
            text = Sentence(
                "The conditional block has no version, as on old passes. We stored the block but did not use it."
            )
            self.notes.note(
                "pass-without-version", text, self.number, segment=MESSAGE_TYPE, field="version", sent=block
            )
            return block.strip()
        text = Sentence(
            "The conditional block must begin with >. We read the flight but not the block. %(remedy)s",
            {"remedy": SCAN_AGAIN},
        )
        self._error("conditional-mark-wrong", text, "conditional block", block)
        self.notes.keep_unread(block)
        return ""

    def _version(self, sent: str) -> None:
        self.version = int(sent) if sent.isascii() and sent.isdigit() else None
        if self.version is None or self.version > NEWEST_VERSION:
            text = Sentence(
                "We do not know version %(sent)s of the pass. We read it as version %(newest)s.",
                {"sent": sent, "newest": NEWEST_VERSION},
            )
            self.notes.note("pass-version-unknown", text, self.number, segment=MESSAGE_TYPE, field="version", sent=sent)

    def _sized(self, block: str, field: str) -> tuple[str, str]:
        """Return a structured part, which has its size in front, and the text after it."""
        if not block.strip():
            return "", ""
        size = self._size(block[:2], field) or 0
        if size > len(block) - 2:
            text = Sentence(
                "The %(field)s is larger than the text. We read the text that is there. %(remedy)s",
                {"field": Sentence(field), "remedy": SCAN_AGAIN},
            )
            self._error("field-size-wrong", text, field, block[:2])
        return block[2 : 2 + size], block[2 + size :]

    def _unknown(self, more: str) -> None:
        if more.strip():
            text = Sentence("The pass has more fields than the standard. We did not use them.")
            self.notes.note("pass-fields-unknown", text, self.number, segment=MESSAGE_TYPE, sent=more)
            self.notes.keep_unread(more)

    # ── security ────────────────────────────────────────────────────────────────────────────

    def _security(self) -> tuple[str, str]:
        rest = self.rest.strip()
        if not rest:
            return "", ""
        if not rest.startswith(SECURITY_MARK):
            text = Sentence(
                "After the flights, there may only be security data beginning with ^. We did not read the text "
                "there. %(remedy)s",
                {"remedy": SCAN_AGAIN},
            )
            self._error("security-mark-wrong", text, "security data", rest)
            self.notes.keep_unread(rest)
            return "", ""
        size = self._size(rest[2:4], "size of the security data") or 0
        data, more = rest[4 : 4 + size], rest[4 + size :]
        if len(data) < size:
            text = Sentence(
                "The security data are shorter than declared (missing characters: %(size)s). %(remedy)s",
                {"size": size - len(data), "remedy": SCAN_AGAIN},
            )
            self._error("security-size-wrong", text, "size of the security data", rest[2:4])
        if more.strip():
            text = Sentence("We did not read the text after the security data. %(remedy)s", {"remedy": SCAN_AGAIN})
            self._error("text-after-pass", text, "security data", more)
            self.notes.keep_unread(more)
        return rest[1:2], data

    def _error(self, code: str, text: Sentence | str, field: str, sent: str) -> None:
        self.notes.error(code, text, self.number, segment=MESSAGE_TYPE, field=field, sent=sent)


def _plain(found: dict[str, str]) -> dict[str, str]:
    """Strip leading zeros from flight, seat and sequence number."""
    return found | {name: found[name].lstrip("0") for name in ("flight", "seat", "sequence")}


# ── Fields of a boarding pass in order, with their sizes (IATA Resolution 792, attachment B)


Fields = Mapping[str, int]  # field name: number of characters

HEAD_FIELDS: Final[Fields] = {"format": 1, "legs": 1, "name": 20, "electronic_ticket": 1}
LEG: Final[Fields] = {
    "booking": 7,
    "origin": 3,
    "destination": 3,
    "carrier": 3,
    "flight": 5,
    "day": 3,
    "cabin": 1,
    "seat": 4,
    "sequence": 5,
    "status": 1,
    "size": 2,
}
PASS_FIELDS: Final[Fields] = {
    "passenger": 1,
    "check_in_source": 1,
    "issue_source": 1,
    "issued": 4,
    "document_type": 1,
    "issuer": 3,
    "bag_tag": 13,
    "bag_tag_2": 13,
    "bag_tag_3": 13,
}
CONDITIONAL_LEG_FIELDS: Final[Fields] = {
    "airline_number": 3,
    "ticket_serial": 10,
    "selectee": 1,
    "verification": 1,
    "marketing_carrier": 3,
    "frequent_flyer_airline": 3,
    "frequent_flyer": 16,
    "discount": 1,
    "baggage_allowance": 3,
    "fast_track": 1,
}
LEG_SIZE: Final = sum(LEG.values())


def _split_fields(text: str, fields: Fields) -> tuple[dict[str, str], str]:
    """Return the fields by name and the text after them. Fields beyond the end of the text are empty."""
    found: dict[str, str] = {}
    at = 0
    for name, size in fields.items():
        found[name] = text[at : at + size].strip()
        at += size
    return found, text[at:]
