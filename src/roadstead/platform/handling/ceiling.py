"""Classification ceiling: text that is marked higher than this installation may hold is refused on entry."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.handling.logic.documents import text_of
from roadstead.platform.handling.logic.markings import Level, highest_marking

NAMES: Final = {
    Level.UNCLASSIFIED: _("unclassified"),
    Level.RESTRICTED: _("restricted"),
    Level.CONFIDENTIAL: _("confidential"),
    Level.SECRET: _("secret"),
}
TOO_HIGH: Final = _(
    "the text or file is marked “%(marking)s”, and Roadstead may hold nothing above “%(ceiling)s”. Remove it, and use "
    "your state's channel for such material. If the word is not a marking, write it in a sentence"
)


def ceiling_in_force() -> str:
    """Return the highest level that this installation holds, as a word."""
    return NAMES[Level[config().ceiling.upper()]]


def check_ceiling(*texts: str) -> None:
    """Raise NotAllowed if one of these texts carries a protective marking above the ceiling."""
    level, marking = max(map(highest_marking, texts), default=(Level.UNCLASSIFIED, ""))
    if level > Level[config().ceiling.upper()]:
        raise NotAllowed(TOO_HIGH, marking=marking, ceiling=ceiling_in_force())


def check_file(name: str, raw: bytes) -> None:
    """Check the name of a file, and its text where that is cheaply extracted (`text_of`)."""
    check_ceiling(PurePath(name).stem.replace("_", " "), text_of(raw))
