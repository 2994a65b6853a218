"""Tags of the freshness of contact points."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy

from roadstead.platform.directory.logic.freshness import Freshness
from roadstead.web.common.status_tags import Tag

TAGS: Final = {
    Freshness.FRESH: Tag("green", "✓", gettext_lazy("Confirmed")),
    Freshness.TO_CONFIRM: Tag("orange", "?", gettext_lazy("To be confirmed")),
    Freshness.STALE: Tag("red", "!", gettext_lazy("Out of date")),
}
NO_HOLDER: Final = Tag("red", "×", gettext_lazy("No holder"))
NOT_COVERED: Final = Tag("red", "×", gettext_lazy("No contact"))
