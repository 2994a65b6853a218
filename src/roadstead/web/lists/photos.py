"""Photos on the pages of a manual list: of its entries, and of nominations. Each view is in the audit log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from roadstead.platform.accounts.permissions import may_see_lists
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.models import Nomination, Photo
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.pictures import photo_response
from roadstead.web.lists.manual_lists import own_entry
from roadstead.web.lists.nominations import own_nomination


@allowed(may_see_lists)
@require_safe
def entry_photo(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show the photo of an entry of an own list."""
    entry, of = own_entry(request, pk, row)
    return _shown(request, entry.photo_id, f"list {of.pk} entry {entry.pk}")


@allowed(may_see_lists)
@require_safe
def nomination_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the photo of a nomination for an own list; that of a draft to its author alone."""
    row = own_nomination(request, pk)
    if row.status == Nomination.Status.DRAFT and row.proposed_by_id != current_user(request).pk:
        raise Http404
    return _shown(request, row.photo_id, f"nomination {row.pk}")


def _shown(request: HttpRequest, number: int | None, of: str) -> HttpResponse:
    user = current_user(request)
    photo = Photo.objects.visible_to(user).filter(pk=number).first() if number else None
    if photo is None:
        raise Http404
    log(user, "read", f"photo {photo.pk}", states=own_states(user), detail=of)
    return photo_response(photo)
