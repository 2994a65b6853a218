"""MEA, CNT and other values with a unit, converted to kilograms and cubic metres."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from roadstead.engine.formats.cargo.edifact.codes import TOTALS
from roadstead.engine.formats.cargo.edifact.context import Draft, ReaderContext
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.records import CargoTotals
from roadstead.engine.syntax.edifact import part

# 6411 (UNECE recommendation 20, and spellings of senders): kilograms per unit.
MASS: Final[Mapping[str, float]] = {
    "KGM": 1.0, "KG": 1.0, "KGS": 1.0, "K": 1.0, "KILO": 1.0, "KILOS": 1.0,
    "GRM": 0.001, "GM": 0.001, "MGM": 0.000001, "HGM": 0.1, "DTN": 100.0,
    "TNE": 1000.0, "TON": 1000.0, "MT": 1000.0, "MTN": 1000.0, "T": 1000.0, "TNS": 1000.0,
    "LBR": 0.45359237, "LBS": 0.45359237, "LB": 0.45359237, "L": 0.45359237,
    "ONZ": 0.028349523125, "STN": 907.18474, "LTN": 1016.0469088, "CWA": 45.359237, "CWI": 50.80234544,
}  # fmt: skip
# Cubic metres per unit.
VOLUME: Final[Mapping[str, float]] = {
    "MTQ": 1.0, "M3": 1.0, "CBM": 1.0, "CM": 1.0, "DMQ": 0.001, "LTR": 0.001, "CMQ": 0.000001,
    "FTQ": 0.028316846592, "CFT": 0.028316846592, "CF": 0.028316846592, "FT3": 0.028316846592,
    "INQ": 0.000016387064, "YDQ": 0.764554857984, "HLT": 0.1, "GLL": 0.003785411784,
}  # fmt: skip
# 6313 and 6311: kind of measure.
KINDS: Final[Mapping[str, str]] = {
    "VGM": "verified", "T": "tare", "TAR": "tare",
    "AAL": "net", "AAA": "net", "AAC": "net", "AAF": "net", "N": "net", "NT": "net", "ABW": "net",
    "G": "gross", "AAB": "gross", "AAD": "gross", "AET": "gross", "GW": "gross", "EGW": "gross", "WT": "gross",
    "AAI": "gross", "WX": "gross", "AAM": "gross",
    "AAW": "volume", "AAX": "volume", "ABJ": "volume", "VOL": "volume", "CT": "", "PD": "", "DT": "",
}  # fmt: skip
NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}")
AMBIGUOUS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")  # thousands separator or decimal comma
WEIGHT: Final = "weight (6314)"


class Measure(NamedTuple):
    """One measure. `kind`: gross, net, tare, verified or volume, else "". `value`: kilograms or cubic metres."""

    kind: str = ""
    value: float | None = None
    sent: str = ""


NO_MEASURE: Final = Measure()


def measure(found: NumberedSegment, context: ReaderContext) -> Measure:
    """Read MEA; `NO_MEASURE` if it measures neither weight nor volume."""
    qualifiers = (part(found.segment, 2).upper(), found.code)
    kind = next((KINDS[each] for each in qualifiers if each in KINDS), None)
    number, unit = _amount(found, context, start=2)
    if AMBIGUOUS.fullmatch(number):
        context.warning(
            "number-ambiguous",
            "We read a comma before three digits as the decimal mark, as the standard says. Check the value, "
            "and send a decimal point.",
            found,
            WEIGHT,
        )
    if unit in VOLUME and unit not in MASS:
        kind = "volume"
    elif unit in MASS and (kind is None or kind == "volume"):
        kind = "gross" if kind is None else kind
    if not kind or (unit and unit not in MASS and unit not in VOLUME):
        return _unknown(found, context, unit) if kind and unit else NO_MEASURE
    return Measure(kind, in_unit(number, unit, kind), f"{number} {unit}".strip())


def in_unit(number: str, unit: str, kind: str) -> float | None:
    """Return kilograms or cubic metres; without a unit the number itself."""
    value = as_number(number)
    factor = (VOLUME if kind == "volume" else MASS).get(unit, 1.0)
    return None if value is None else round(value * factor, 6 if kind == "volume" else 3)


def as_number(text: str) -> float | None:
    """Return "1234.5" and "1234,5" as a number, the last of two marks being the decimal one; None for anything else."""
    plain = "".join(text.split())
    last = max(plain.rfind("."), plain.rfind(","))
    whole, decimals = (plain[:last], plain[last:]) if last >= 0 else (plain, "")
    bare = re.sub("[.,]", "", whole) + decimals.replace(",", ".")
    return float(bare) if NUMBER.fullmatch(bare) else None


def _amount(found: NumberedSegment, context: ReaderContext, start: int) -> tuple[str, str]:
    """Return number and unit, in any element and either order."""
    for at, element in enumerate(found.segment[start:]):
        one, other = (element[0].strip().upper(), element[1].strip() if len(element) > 1 else "")
        if other and as_number(other) is not None and not one.isdigit():
            return other, one
        if as_number(one) is not None and (other.upper() in MASS or other.upper() in VOLUME):
            context.warning(
                "unit-and-value-swapped",
                "Value and unit are swapped. We read them. Send the unit first.",
                found,
                WEIGHT,
            )
            return one, other.upper()
        if as_number(one) is not None and (not other or as_number(other) is not None):
            return _without_unit(other or one, found, context)
        if at and (one in MASS or one in VOLUME):
            context.warning(
                "empty-measure",
                "There is a unit without a value. Send the value, or leave out the segment.",
                found,
                WEIGHT,
            )
            return "", one
    return "", ""


def _without_unit(number: str, found: NumberedSegment, context: ReaderContext) -> tuple[str, str]:
    context.warning(
        "unit-missing", "A weight has no unit, so we read it as kilograms. Send KGM with it.", found, WEIGHT
    )
    return number, ""


def _unknown(found: NumberedSegment, context: ReaderContext, unit: str) -> Measure:
    if unit.isalnum() and unit not in {"CMT", "MTR", "MMT", "INH", "FOT", "CEL", "FAH", "PCE", "NMB", "EA", "PCS"}:
        context.warning(
            "unit-unknown", "We do not know the unit of a weight. Send it in KGM, LBR, TNE or MTQ.", found, WEIGHT
        )
    return NO_MEASURE


def count(text: str) -> int | None:
    """Return a number of packages; None if it is not one."""
    value = as_number(text)
    return int(value) if value is not None and 0 <= value < 1e12 and value == int(value) else None


def degrees(found: NumberedSegment, at: int) -> float | None:
    """Return degrees Celsius of a TMP; None if there is no value."""
    value = as_number(part(found.segment, at))
    if value is None:
        return None
    fahrenheit = part(found.segment, at, 1).upper() in {"FAH", "FAHRENHEIT", "F"}
    return round((value - 32) / 1.8, 2) if fahrenheit else value


# ── CNT of the message: the totals that the sender declares.


COUNTED = {"bills", "containers", "packages"}


def totals(leaves: list[NumberedSegment], context: ReaderContext) -> CargoTotals:
    draft = Draft()
    for found in leaves:
        name = TOTALS.get(found.code, "")
        if found.tag == "CNT" and not (name and draft.put(name, _value(name, found))):
            context.keep_unread(found)
    return CargoTotals(**draft)


def _value(name: str, found: NumberedSegment) -> float | None:
    if name in COUNTED:
        return count(found.value)
    return in_unit(found.value, part(found.segment, 1, 2).upper(), "volume" if name == "volume_m3" else "gross")
