"""Photo of a lookout, for those to whom its content may be shown (S25). People compare it, no program."""

from __future__ import annotations

from roadstead.cooperation.lookouts.models import Lookout
from roadstead.platform.database.scope import Scope, region_scope
from roadstead.platform.handling.logic.gate import Recipient, may_leave
from roadstead.targeting.watchlists.models import Photo


def may_read_content(row: Lookout, to: Recipient) -> bool:
    """Return True for the issuing state and the chosen ones. The centre, where the state lets it telephone the desks,
    reads which these are, and not whom the lookout names.
    """
    return may_leave(row, to).is_yes


def lookout_photo(row: Lookout, to: Recipient, back: Scope, *, with_content: bool = False) -> Photo | None:
    """Return the photo, which is its owner's: read in the region's scope once the gate has said yes.

    The lookout must be visible to the recipient. `back`: the scope of the request.
    """
    if row.photo_id is None or not may_read_content(row, to):
        return None
    with region_scope(back):
        rows = Photo.objects.filter(pk=row.photo_id)
        return (rows if with_content else rows.defer("content")).first()
