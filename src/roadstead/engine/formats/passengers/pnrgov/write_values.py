"""Our values in the formats of PADIS: dates, contacts, and the type of a segment."""

from __future__ import annotations

from datetime import date
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.when import past

Written = list[str | list[str]]  # a segment: its tag, then elements

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
TRAVEL: Final = "20"  # the century of flights and expiries


def day_and_time(iso: str) -> list[str]:
    """Return date and time of PADIS: "2026-12-10T14:20" gives ["101226", "1420"]."""
    if len(iso) < len("2026-12-10"):
        return ["", ""]
    return [f"{iso[8:10]}{iso[5:7]}{iso[2:4]}", iso[11:16].replace(":", "")]


def past_day(iso: str, flight_date: str) -> str:
    """Return DDMMMYY: "1991-05-21" gives "21MAY91"; with a four-digit year if two would be misread."""
    day = _day(iso)
    if day is None:
        return ""
    short = f"{day.day:02}{MONTHS[day.month - 1]}{iso[2:4]}"
    return short if past(short, flight_date).iso == iso[:10] else f"{short[:5]}{iso[:4]}"


def travel_day(iso: str) -> str:
    """Return DDMMMYY: "2031-05-20" gives "20MAY31"."""
    day = _day(iso)
    return "" if day is None else f"{day.day:02}{MONTHS[day.month - 1]}{iso[2:4] if iso[:2] == TRAVEL else iso[:4]}"


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10]) if len(iso) >= len("2026-12-10") else None
    except ValueError:
        return None


def contact_text(contact: str) -> str:
    """Return the contact with its keyword, in the letters of AIRIMP."""
    if "@" not in contact:
        return f"CTCM {contact}"
    local, _, host = contact.partition("@")
    return f"CTCE {_letters(local)}//{_letters(host)}"


def _letters(text: str) -> str:
    return text.replace("_", "..").replace("-", "./")
