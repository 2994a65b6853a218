"""Titles of the checks for pages: the words of the code, unless they need an apostrophe, capitals or more words."""

from __future__ import annotations

from typing import Final

TITLES: Final = {
    "another-carriers-flight": "Flight of another carrier",
    "born-on-new-year": "Many born on 1 January",
    "born-on-one-day": "Many born on the same day",
    "childs-document-valid-too-long": "Child’s document valid too long",
    "count-differs": "Number of people differs",
    "count-differs-for-voyage": "Number of people differs for the voyage",
    "craft-unnamed": "Craft without a name",
    "crew-list-not-there": "No crew list",
    "date-far-away": "Date too far away",
    "deadline-unknown-without-port": "Deadline unknown: no port",
    "differs-from-zone": "Differs from the machine readable zone",
    "disembark-off-route": "Port of disembarkation not on the route",
    "document-issuer-old": "Document issuer’s code out of use",
    "document-issuer-specimen": "Document issuer’s code for specimens only",
    "document-number-odd-character": "Document number with unusual character",
    "document-number-unlike-issuer": "Document number unusual for the issuer",
    "embark-off-route": "Port of embarkation not on the route",
    "imo-number-wrong": "IMO number wrong",
    "infant-alone": "Infant without an adult",
    "legs-apart": "Legs not connected",
    "nationality-old": "Nationality code out of use",
    "nationality-specimen": "Nationality code for specimens only",
    "nobody-in-it": "No people on the list",
    "perhaps-required-missing": "Perhaps required data missing",
    "required-missing": "Required data missing",
    "sex-against-title": "Sex does not match the title",
    "too-fast": "Voyage too fast",
    "wanted-missing": "Useful data missing",
}


def title(code: str) -> str:
    """Return a check's code as words: "document-expired" as "Document expired"."""
    return TITLES.get(code, code.replace("-", " ").capitalize())
