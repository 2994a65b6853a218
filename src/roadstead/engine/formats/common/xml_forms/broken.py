"""A document that is not well formed: nothing of it is taken as data; where it breaks is said, the file is kept."""

from __future__ import annotations

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Manifest, Problem, Severity
from roadstead.engine.syntax.xml import Document


def not_well_formed(document: Document, root: str) -> Reading:
    """One reading with one error that names line and column."""
    broken = document.broken
    assert broken is not None, "only asked of a broken document"
    where = f" at line {broken.line}, column {broken.column}" if broken.line else ""
    problem = Problem(
        severity=Severity.ERROR,
        code="xml-not-well-formed",
        text=f"This XML is not well-formed: {broken.why}{where}. Nothing of it was taken over; the file is kept as it "
        "came. Export it again and send it whole.",
        segment=root,
        number=broken.line or None,
        sent=f"<{root}>" if root else "",
    )
    return Reading(manifest=Manifest(), problems=(*document.problems, problem))
