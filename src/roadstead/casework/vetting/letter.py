"""The letter for a sheet: a signed PDF with the same content attached as data, and the code that anybody can check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from roadstead.casework.cases.export.certificate import CannotSign, Identity, identity
from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.cases.export.signing import signed
from roadstead.casework.examinations.documents import Part, Sheet, sheet_pdf
from roadstead.casework.vetting.decide import open_matches, result_of
from roadstead.casework.vetting.logic.letter import NOTE, Letter, Line, as_data, instant, sentence
from roadstead.casework.vetting.logic.sheet import NOT_SEARCHED
from roadstead.casework.vetting.models import (
    MAX_CONTACT_CHARS,
    Result,
    SheetStatus,
    VettingApplicant,
    VettingMatch,
    VettingSheet,
)
from roadstead.config import Config
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.intake.receive import new_receipt, normalise_receipt
from roadstead.platform.accounts.cooperation_permissions import may_decide_vetting
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.targeting.watchlists.models import REGION, Version

DATA: Final = "letter.json"
TLP: Final = "TLP:AMBER+STRICT"
WIDTHS: Final = (0.06, 0.14, 0.28, 0.12, 0.4)
LIST_HEADINGS: Final = ("List searched", "Version", "Published", "SHA-256")


@transaction.atomic
def send_letter(pk: int, contact: str, *, by: User, now: datetime, settings: Config) -> VettingSheet:
    """Make and sign the letter from what was decided, and notify the unit. Raises FieldRefused or NotAllowed."""
    if not may_decide_vetting(by):
        raise NotAllowed(_("Analysts and supervisors of the regional centre send letters. Ask one of them."))
    sheet = VettingSheet.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    if sheet.status != SheetStatus.OPEN:
        raise NotAllowed(_("There is no letter to send for this sheet now. Load the page again."))
    if waiting := open_matches(sheet):
        raise NotAllowed(
            _("Decide the possible matches first. Two people confirm each match. Waiting: %(number)d."), number=waiting
        )
    _check_lists(sheet)
    contact = " ".join(contact.split())
    check_ceiling(contact)
    if len(contact) > MAX_CONTACT_CHARS:
        raise FieldRefused(_("Shorten the contact to %(most)d characters."), field="contact", most=MAX_CONTACT_CHARS)
    rows = _applicants(sheet)
    results = {row.pk: result_of(row.matches.all()) for row in rows}
    if not contact and set(results.values()) - {Result.NONE.value}:
        raise FieldRefused(_("Write whom the unit can contact: telephone or e-mail."), field="contact")
    try:
        who = identity(settings, now=now)
    except CannotSign as cannot:
        raise NotAllowed("%(why)s", why=cannot.sentence) from None
    for row in rows:
        row.result = results[row.pk]
    VettingApplicant.objects.bulk_update(rows, ["result"])
    sheet.letters, sheet.code, sheet.contact = sheet.letters + 1, new_receipt(), contact
    sheet.replied_at, sheet.replied_by = now, by
    sheet.letter = _document(_content(sheet, rows, by, now), who, settings)
    sheet.letter_sha256 = sha256(sheet.letter).hexdigest()
    is_decided = all(row.outcome for row in rows)
    sheet.status = SheetStatus.CLOSED if is_decided else SheetStatus.ANSWERED
    columns = ("letters", "code", "contact", "replied_at", "replied_by", "letter", "letter_sha256", "status")
    sheet.save(update_fields=columns)
    log(by, "letter sent", f"vetting {sheet.pk}", states=sheet.states, detail=f"letter {sheet.letter_sha256}")
    outbox.write(EventKind.VETTING, sheet.pk, of="answered")
    return sheet


def check_letter(code: str, raw: bytes | None, *, by: User) -> tuple[VettingSheet, bool] | None:
    """Return the sheet whose last letter has this code, and if the file is that letter; None if there is none."""
    asked = normalise_receipt(code)
    found = VettingSheet.objects.visible_to(by).defer("file", "letter").filter(code=asked).first() if asked else None
    return (found, raw is not None and sha256(raw).hexdigest() == found.letter_sha256) if found else None


def _check_lists(sheet: VettingSheet) -> None:
    """Refuse a letter on versions of lists that are no longer in force: the worker is about to search again."""
    rows = Version.objects.filter(owner=REGION).order_by("watch_list_id", "-id").distinct("watch_list_id")
    latest = {row.watch_list.title: row.version for row in rows.select_related("watch_list")}
    if any(latest.get(each["list"]) != each["version"] for each in sheet.basis["lists"]):
        raise NotAllowed(_("A list has changed, and the sheet is searched again. Try again in a minute."))


def _applicants(sheet: VettingSheet) -> list[VettingApplicant]:
    rows = sheet.applicants.select_for_update().order_by("row")
    return list(rows.prefetch_related(Prefetch("matches", VettingMatch.objects.all())))


def _content(sheet: VettingSheet, rows: list[VettingApplicant], by: User, now: datetime) -> Letter:
    searched = {row.row for row in rows}
    return Letter(
        sheet=sheet.pk,
        number=sheet.letters,
        code=sheet.code,
        unit=f"{sheet.organisation.names['en']} ({sheet.organisation_id})",
        file=sheet.name,
        file_sha256=sheet.sha256,
        at=now,
        contact=sheet.contact,
        lines=[
            Line(
                row=row.row,
                reference=row.person.references.customer,
                name=row.name,
                born=row.person.born,
                result=row.result,
            )
            for row in rows
        ],
        lists=sheet.basis["lists"],
        not_searched=sorted({each["number"] for each in sheet.problems if is_refusal(each)} - searched),
        author=str(by),
    )


def is_refusal(problem: Mapping[str, Any]) -> bool:
    """Return True for a problem of a row that could not be searched."""
    return problem["code"] == NOT_SEARCHED and problem.get("number") is not None


def _document(letter: Letter, who: Identity, settings: Config) -> bytes:
    fonts = faces(settings.home / "fonts")
    with override("en"):  # stored text is English
        pdf = sheet_pdf(_sheet(letter, who), fonts)
    data = json.dumps(as_data(letter), ensure_ascii=False, indent=1).encode()
    return signed(pdf, data, who, reason=letter.title, now=letter.at, name=DATA, description="The letter as data")


def _sheet(letter: Letter, who: Identity) -> Sheet:
    lists = [[each["list"], each["version"], each["published"], each["sha256"]] for each in letter.lists]
    left_out = ", ".join(map(str, letter.not_searched))
    return Sheet(
        title=letter.title,
        lines=[
            f"To: {letter.unit}",
            f"File: {letter.file}, SHA-256 {letter.file_sha256}",
            f"Valid as at {instant(letter.at)}. Code of this letter: {letter.code}",
            *([f"Contact: {letter.contact}"] if letter.contact else []),
            *([f"Rows that were not searched, because a value is missing or wrong: {left_out}"] if left_out else []),
            NOTE,
            f"Signed by {who.name}; SHA-256 fingerprint of the certificate {who.fingerprint}",
        ],
        headings=("Row", "Reference", "Name", "Born", "Result"),
        widths=WIDTHS,
        rows=[[str(each.row), each.reference, each.name, each.born, sentence(each, letter)] for each in letter.lines],
        handling=TLP,
        author=letter.author,
        empty="",
        parts=[Part(heading="Lists searched", headings=LIST_HEADINGS, rows=lists)],
    )
