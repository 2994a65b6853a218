"""What a traveller's group did not say, weighed by what is lost with it."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.paxlst.draft import Draft
from roadstead.engine.formats.reading import Notebook

# code, field, whether it is there, what is lost and what to do
WANTED: Final = (
    ("birth-date-missing", "birth date (2380)", "no birth date. Without it many are alike: send DTM+329"),
    ("nationality-missing", "nationality (3293)", "no nationality. Send NAT+2"),
    ("document-missing", "document (DOC)", "no travel document. Send DOC with type and number"),
)


def about_what_is_missing(draft: Draft, notes: Notebook) -> None:
    """A name is an error; birth date, nationality and document are warnings; the sex is only worth a note.

    A value that came and could not be used has its own problem already. Who is on board of a flight now closed, or no
    longer comes, is known from the list before: there a reference is enough.
    """
    if draft.is_known_already and (draft.references or draft.id):
        return
    if not draft.surname and not draft.given:
        text = f"Person {draft.place} has no name. The person is kept in the list; ask who it is and send the name."
        notes.error("name-missing", text, draft.number, segment="NAD", field="name (3036)")
    there = (draft.was_sent("birth date"), draft.nationality, draft.documents)
    for (code, field, text), known in zip(WANTED, there, strict=True):
        if not known:
            notes.warning(code, f"Person {draft.place} has {text}.", draft.number, segment="NAD", field=field)
    if not draft.was_sent("sex"):
        notes.note(
            "sex-missing",
            f"Person {draft.place} has no sex. Send ATT+2.",
            draft.number,
            segment="NAD",
            field="sex (9019)",
        )
