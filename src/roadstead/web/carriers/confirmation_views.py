"""Pages of the confirmation of a filing: on the screen, and as a PDF to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roadstead.casework.cases.export.fonts import faces
from roadstead.config import config
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import normalise_receipt
from roadstead.platform.accounts.filing_permissions import may_see_messages
from roadstead.platform.audit.models import log
from roadstead.web.carriers.confirmation import Confirmation, confirmation_of
from roadstead.web.carriers.confirmation_pdf import as_pdf
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.qr import as_svg


@allowed(may_see_messages)
@require_safe
def confirmation(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show the confirmation of a filing."""
    found = _found(request, receipt)
    picture = as_svg(found.address, _("QR code of %(receipt)s") % {"receipt": found.message.receipt})
    return render(request, "confirmation.html", {"found": found, "message": found.message, "picture": picture})


@allowed(may_see_messages)
@require_safe
def confirmation_pdf(request: HttpRequest, receipt: str) -> HttpResponse:
    """Return the confirmation as a PDF (A4), in the reader's language."""
    found = _found(request, receipt)
    raw = as_pdf(found, faces(config().home / "fonts"))
    headers = {"Content-Disposition": f'inline; filename="{found.message.receipt}.pdf"'}
    return HttpResponse(raw, content_type="application/pdf", headers=headers)


def _found(request: HttpRequest, receipt: str) -> Confirmation:
    seen = Message.objects.visible_to(current_user(request)).defer("raw")
    message = get_object_or_404(seen, receipt=normalise_receipt(receipt))
    log(current_user(request), "read", f"receipt {message.receipt}", states=message.states)
    return confirmation_of(message, current_user(request))
