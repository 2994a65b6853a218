"""The pages of docs/reference/messages, in the order in which they are listed."""

from __future__ import annotations

from typing import Final

from roadstead.messages.format_page import FormatPage
from roadstead.messages.travel_documents import page as travel_documents

PAGES: Final[tuple[FormatPage, ...]] = (
    travel_documents.MRZ_PAGE,
    travel_documents.BCBP_PAGE,
)
