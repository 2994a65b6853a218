"""The pages of docs/reference/messages, in the order in which they are listed."""

from __future__ import annotations

from typing import Final

from roadstead.messages import envelope_page
from roadstead.messages.asycuda import page as asycuda
from roadstead.messages.cargo_edifact import pages as cargo_edifact
from roadstead.messages.cargo_imp import page as cargo_imp
from roadstead.messages.cargo_sheets import page as cargo_sheets
from roadstead.messages.cargo_xml import page as cargo_xml
from roadstead.messages.cruise_xml import page as cruise_xml
from roadstead.messages.ens import page as ens
from roadstead.messages.format_page import FormatPage
from roadstead.messages.iso28005 import page as iso28005
from roadstead.messages.paxlst import page as paxlst
from roadstead.messages.pnrgov import page as pnrgov
from roadstead.messages.pnrgov_xml import page as pnrgov_xml
from roadstead.messages.replies import page as replies
from roadstead.messages.sheets import reference_page as sheets
from roadstead.messages.travel_documents import page as travel_documents
from roadstead.messages.us_manifest import page as us_manifest

PAGES: Final[tuple[FormatPage, ...]] = (
    paxlst.PAGE,
    pnrgov.PAGE,
    pnrgov_xml.PAGE,
    sheets.PAGE,
    iso28005.PAGE,
    cruise_xml.PAGE,
    *cargo_edifact.PAGES,
    cargo_imp.PAGE,
    cargo_sheets.PAGE,
    asycuda.PAGE,
    asycuda.DECLARATION_PAGE,
    cargo_xml.PAGE,
    ens.PAGE,
    travel_documents.MRZ_PAGE,
    travel_documents.BCBP_PAGE,
    replies.CUSRES_PAGE,
    replies.CONTRL_PAGE,
    us_manifest.PAGE,
    envelope_page.PAGE,
)
