"""Results of the bench for people and pages. Its own files are under ROADSTEAD_HOME/bench."""

from __future__ import annotations

import json
from typing import Any, Final

from bench.matching import files, real
from bench.matching.curve import Points, curves, table
from bench.matching.document import HEADINGS, WITH_SECOND, anew
from bench.matching.drawing import picture
from bench.matching.library import ROOT, kept
from bench.matching.measure import EACH, FLOOR, FLOOR_OF_MANY, gold, measured, names_only

PAGE: Final = ROOT / "docs" / "reference" / "matching.md"
PICTURE: Final = ROOT / "docs" / "pictures" / "found-against-alerted.svg"


def recall(each: int = EACH, size: int = 0, *, dated: bool = True, second: bool = False) -> dict[str, Any]:
    """Return recall by kind on all published lists that we read, with `size` invented persons beside them."""
    floor = FLOOR_OF_MANY if second and size else FLOOR
    found, scored, told = measured(gold(each, size=size), dated, second, floor)
    if not second:
        _keep_curves("big" if size else "real", curves(found))
    listed = real.figures() | {"invented persons beside them": size, "alerts on what is no person": found.things}
    recalls = {"list": listed, "recall": table(found), "recall by score alone": table(scored)}
    return recalls | ({"probability, of all pairs": told} if second else {})


def real_list() -> dict[str, Any]:
    """Return the result of `./roadstead bench matching`."""
    return recall() | {"single pairs": names_only()}


def files_for_match(size: int) -> dict[str, Any]:
    """Write the list as FollowTheMoney JSON Lines and the travellers as csv, for `./roadstead match`."""
    of = gold(size=size)
    listed, travellers = kept(f"list-{size}.jsonl"), kept(f"travellers-{size}.csv")
    written = {str(listed): files.write_list(listed, of.entries, "bench")}
    return {"files": written | {str(travellers): files.write_travellers(travellers, of.asked)}}


def into_documents(figures: dict[str, Any]) -> None:
    """Write the tables into the page, and the picture, which is of the evidence alone."""
    second = not WITH_SECOND.keys() - figures.keys()
    page = anew(PAGE.read_text(encoding="utf-8"), figures, WITH_SECOND if second else HEADINGS)
    PAGE.write_text(page, encoding="utf-8")
    if not second:
        PICTURE.write_text(kept("curves-real.svg").read_text(encoding="utf-8"), encoding="utf-8")


def _keep_curves(name: str, by_list: dict[str, Points]) -> None:
    """Write the share found against alerts per thousand, by list, as figures and as a picture."""
    kept(f"curves-{name}.json").write_text(json.dumps(by_list, indent=1) + "\n", encoding="utf-8")
    kept(f"curves-{name}.svg").write_text(picture(by_list), encoding="utf-8")
