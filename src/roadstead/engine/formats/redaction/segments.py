"""Filter for one segment of a PNRGOV: the segment without data that may not be kept, and the kind removed.

Reader and redaction both use this function, so that what is not stored is not read either. It is idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from roadstead.engine.formats.redaction.cards import MIN_DIGITS, card_digits_pattern, mask, mask_cards
from roadstead.engine.formats.redaction.free_text import keep_allowed
from roadstead.engine.formats.redaction.history import history
from roadstead.engine.formats.redaction.kinds import CARD, FARE, MARK, REMARK, UNKNOWN
from roadstead.engine.formats.redaction.lost_terminators import MAX_ELEMENTS
from roadstead.engine.formats.redaction.services import kind_if_dropped, retained_part
from roadstead.engine.formats.redaction.words import MAX_CODE_CHARS, MAX_LETTERS_ANYWHERE, is_reference, is_word
from roadstead.engine.syntax.edifact import Element, Repeated, Segment, part

RedactedSegment = tuple[Segment, str]  # the same object if nothing is removed; the kind also for an earlier removal

SERVICE_SEGMENTS: Final = frozenset({"UNA", "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ"})
BEGINNINGS: Final = frozenset({"UNB", "UNG", "UNH"})
MAX_COMPONENT_CHARS: Final = MAX_CODE_CHARS
MAX_NAME_CHARS: Final = 70
MAX_COMPONENTS: Final = 15
MAX_BLANKS: Final = 1  # per coded component: line breaks of old systems leave one blank
CODE_LIMITS: Final = (MAX_COMPONENT_CHARS, MAX_BLANKS)
NAME_LIMITS: Final = (MAX_NAME_CHARS, 9)
GROUP: Final = "G"  # TIF type of a group, not of a person
MAX_CODE_LETTERS: Final = 2
NAMES: Final = frozenset({"TIF", "TVL"})  # segments with names of persons and places
CODED: Final = re.compile(r"[A-Za-z]{0,4}|(?=[A-Za-z.]*[0-9])[A-Za-z0-9.]{0,12}")  # letters alone may be a word
MIN_DIGITS_BESIDE_TICKETS: Final = 15  # digits: a ticket has 13, and 14 with its check digit
CARD_PATTERNS: Final = {fewest: card_digits_pattern(fewest) for fewest in (MIN_DIGITS, MIN_DIGITS_BESIDE_TICKETS)}
# tickets, identity cards: every tenth number of 13 digits looks like a card
LONG_NUMBER_TAGS: Final = frozenset({"TKT", "SSR"})
TEXT: Final = 8  # component of an SSR's first element that holds its text


def redact_segment(segment: Segment) -> RedactedSegment:
    """Return the part of a PNRGOV segment that may be kept; card numbers are masked anywhere."""
    clean, kind = _apply_rule(segment)
    tag = segment[0][0]
    fewest = MIN_DIGITS_BESIDE_TICKETS if tag in LONG_NUMBER_TAGS else MIN_DIGITS
    if tag in SERVICE_SEGMENTS or not _may_hold_card(clean, CARD_PATTERNS[fewest]):
        return clean, kind
    hidden = [_each(element, lambda one: mask_cards(one, fewest)) for element in clean]
    return (clean, kind) if _same(clean, hidden) else (hidden, kind or CARD)


class SegmentCache:
    """Filter for one message, in which equal segments are one object and are filtered once.

    Segments are identified by `id()`, so they must live as long as this object.
    """

    def __init__(self) -> None:
        self.known: dict[int, RedactedSegment] = {}

    def redact(self, segment: Segment) -> RedactedSegment:
        known = self.known.get(id(segment))
        if known is None:
            known = self.known[id(segment)] = redact_segment(segment)
        return known


def _may_hold_card(segment: Segment, digits: re.Pattern[str]) -> bool:
    """Return True if a search for card numbers is worthwhile. Fast, because every segment is tested."""
    for element in segment:
        if len(element) > MAX_COMPONENTS or type(element) is Repeated:
            return any(len(one) >= MIN_DIGITS for each in segment for other in _all(each) for one in other)
        for one in element:
            if len(one) >= MIN_DIGITS and digits.search(one):
                return True
    return False


def _apply_rule(segment: Segment) -> RedactedSegment:
    tag = segment[0][0]
    if tag in RULES:
        return RULES[tag](segment)
    if tag in MAX_ELEMENTS:
        return _structured(segment, tag)
    return (segment, "") if tag in SERVICE_SEGMENTS else _unknown(segment)


def _unknown(segment: Segment) -> RedactedSegment:
    """Redact a segment that no guide defines; a text that lost its segment is removed, with its tag.

    A damaged beginning (`UNB8`) stays a beginning: it makes the UNA before it recognisable, in the second pass as in
    the first.
    """
    tag = segment[0][0]
    if tag[: len("UNB")].upper() in BEGINNINGS:
        return _changed(segment, [[tag[: len("UNB")]], [""], [MARK]], UNKNOWN)
    clean: Segment = [[tag], [MARK]] if len(tag) == 3 and tag.isalnum() and tag.isascii() else [[MARK]]
    return _changed(segment, clean, UNKNOWN)


def _structured(segment: Segment, tag: str) -> RedactedSegment:
    """Redact codes, numbers, dates and names: components that are too long, too many or words are removed."""
    is_good, kind = len(segment) <= MAX_ELEMENTS[tag], ""
    for place, element in enumerate(segment):
        for at, one in enumerate(element):
            if len(one) <= MAX_LETTERS_ANYWHERE or is_reference(one):
                continue
            if one == MARK:
                kind = REMARK
            elif _coded(one, tag, place, at) != one:
                is_good = False
        if len(element) > MAX_COMPONENTS or type(element) is Repeated:
            is_good = is_good and len(element) <= MAX_COMPONENTS and _repetitions_good(element, tag, place)
    if is_good:
        return segment, kind
    clean = [_each_coded(element, tag, place) for place, element in enumerate(segment[: MAX_ELEMENTS[tag]])]
    return _changed(segment, clean, REMARK)


def _coded(component: str, tag: str, place: int, at: int) -> str:
    longest, blanks = NAME_LIMITS if tag in NAMES else CODE_LIMITS
    return MARK if is_word(component, tag, place, at) else _short(component, longest, blanks)


def _each_coded(element: Element, tag: str, place: int) -> Element:
    first, *others = (
        [_coded(one, tag, place, at) for at, one in enumerate(each[:MAX_COMPONENTS])] for each in _all(element)
    )
    return Repeated(first, others) if isinstance(element, Repeated) else first


def tif(segment: Segment) -> RedactedSegment:
    """Filter TIF+surname+given:type: no name of a group (type G) is kept, because it may be a parish or a party."""
    if GROUP not in (part(segment, 1, 1).upper(), part(segment, 2, 1).upper()):
        return _structured(segment, "TIF")
    elements = segment[1 : MAX_ELEMENTS["TIF"]]
    clean: Segment = [segment[0], *(_each(element, lambda one: _short(one, 1, 0)) for element in elements)]
    return _changed(segment, clean, REMARK)


def _repetitions_good(element: Element, tag: str, place: int) -> bool:
    others = element.others if isinstance(element, Repeated) else []
    return all(
        len(other) <= MAX_COMPONENTS and all(_coded(one, tag, place, at) == one for at, one in enumerate(other))
        for other in others
    )


def _short(component: str, longest: int, blanks: int) -> str:
    return MARK if len(component) > longest or component.strip().count(" ") > blanks else component


def _each(element: Element, keep: Callable[[str], str]) -> Element:
    """Apply `keep` to every component of every repetition."""
    first = [keep(one) for one in element[:MAX_COMPONENTS]]
    if not isinstance(element, Repeated):
        return first
    return Repeated(first, [[keep(one) for one in other[:MAX_COMPONENTS]] for other in element.others])


def _changed(segment: Segment, clean: Segment, kind: str) -> RedactedSegment:
    if not _same(segment, clean):
        return clean, kind
    return segment, kind if _is_marked(segment) else ""


def _is_marked(segment: Segment) -> bool:
    for element in segment:
        for each in _all(element):
            for one in each:
                if one.endswith(MARK):
                    return True
    return False


def _same(one: Segment, other: Segment) -> bool:
    if one != other:
        return False
    for a, b in zip(one, other, strict=True):
        if type(a) is Repeated and a.others != getattr(b, "others", None):
            return False
    return True


# ── Services


def ssr(segment: Segment) -> RedactedSegment:
    """Filter SSR+code:status:quantity:carrier:::from:to:text+seat::traveller: a dropped service keeps only its tag."""
    code = segment[1][0].strip().upper() if len(segment) > 1 else ""
    keep = retained_part(code)
    if not keep:
        clean: Segment = [segment[0][:1], [MARK]]
        return _changed(segment, clean, kind_if_dropped(code)) if segment != [segment[0][:1]] else (segment, "")
    clean = [segment[0], *(_each_numbered(element, place, keep) for place, element in enumerate(segment[1:]))]
    return _changed(segment, clean, REMARK)


def _each_numbered(element: Element, place: int, keep: str) -> Element:
    """Filter an element of an SSR. The ninth component of the first is text; the others begin with a seat or text."""
    text = TEXT if place == 0 else 0
    first = _service_element(element, text, keep)
    if not isinstance(element, Repeated):
        return first
    return Repeated(first, [_service_element(other, text, keep) for other in element.others])


def _service_element(element: Element, text: int, keep: str) -> Element:
    return [
        keep_allowed(keep, one)
        if place == text
        else one
        if len(one) <= MAX_CODE_LETTERS or CODED.fullmatch(one)
        else MARK
        for place, one in enumerate(element[: TEXT + 1])
    ]


# ── Free text


def ift(segment: Segment) -> RedactedSegment:
    """Filter IFT+4:28::YY+text: only contacts are kept."""
    texts = [one for element in segment[2:] for each in _all(element) for one in each if one.strip()]
    contacts = [_contact_in(text) for text in texts]
    found = [text for text in contacts if text]
    if contacts == texts and all(CODED.fullmatch(one) for element in segment[1:2] for one in element):
        return segment, REMARK if MARK in found else ""
    head = [[one if CODED.fullmatch(one) else MARK for one in element[:5]] for element in segment[1:2]]
    whole = [text for text in found if not text.endswith(MARK)]
    cut = [text.removesuffix(MARK).strip() for text in found if text.endswith(MARK)]
    clean = [segment[0], *head, *([text] for text in (*whole, *cut) if text), [MARK]]
    return _changed(segment, clean, REMARK)


def _contact_in(text: str) -> str:
    """Return the contact of a text that announces one (CTC…) or consists of one; "" otherwise."""
    bare = text.strip()
    if bare == MARK:
        return MARK
    found = keep_allowed("contact", text)
    announced = "CTC" in bare or found == text
    return found if announced and found != MARK else ""


def _all(element: Element) -> list[Element]:
    return [element, *element.others] if isinstance(element, Repeated) else [element]


def add(segment: Segment) -> RedactedSegment:
    """Filter ADD++700:street:city:region::country:postcode:text: only contacts in the text are kept."""
    clean: Segment = [
        segment[0],
        *([_address_part(place, one) for place, one in enumerate(element[:9])] for element in segment[1:6]),
    ]
    return _changed(segment, clean, REMARK)


def _address_part(place: int, text: str) -> str:
    if place < 7:
        return text if len(text) <= MAX_NAME_CHARS else MARK
    return keep_allowed("contact", text)


# ── Fares and payments


def far(segment: Segment) -> RedactedSegment:
    """Filter FAR+N+++++…: fare codes reveal clergy, seamen or the blind, so only an empty one is kept."""
    if all(len(one) <= 1 for element in segment[1:] for one in element):
        return segment, ""
    return _changed(segment, [segment[0], [MARK]], FARE)


def fop(segment: Segment) -> RedactedSegment:
    """Filter FOP+CC:3:288.40:MC:number:expiry: the card number is masked; after the expiry there is free text."""
    clean: Segment = [segment[0], *(_payment(element) for element in segment[1:99])]
    was_masked = any(
        one != other
        for a, b in zip(segment[1:], clean[1:], strict=False)
        for one, other in zip(a[:6], b[:6], strict=False)
    )
    return _changed(segment, clean, CARD if was_masked else REMARK)


def _payment(element: Element) -> Element:
    first = _payment_parts(element)
    if not isinstance(element, Repeated):
        return first
    return Repeated(first, [_payment_parts(other) for other in element.others])


def _payment_parts(parts: list[str]) -> list[str]:
    return [_short(mask(one), MAX_COMPONENT_CHARS, MAX_BLANKS) for one in parts[:6]] + [
        one if len(one) <= 1 else MARK for one in parts[6:MAX_COMPONENTS]
    ]


RULES: Final[Mapping[str, Callable[[Segment], RedactedSegment]]] = {
    "SSR": ssr,
    "IFT": ift,
    "LTS": history,
    "ADD": add,
    "FAR": far,
    "FOP": fop,
    "TIF": tif,
}
