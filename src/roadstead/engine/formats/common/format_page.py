"""Texts of a format's page in docs/reference/messages that cannot be gathered from the code.

Each package of a format has an `about.py` with its `PAGE`; `engine/formats/pages.py` lists them. Problem codes with
their texts and the limits are not written there: `./roadstead reference` collects them from the package's source, so
that the page stays correct.
"""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatPage:
    """One page. `reads`: place in the message (with the data element), its result, remarks.

    `ignores`: content that is not used, and how the sender is informed. Texts are Markdown of one line.
    """

    name: str  # file name of the page: "paxlst"
    title: str
    standard: str  # edition and where it can be read
    recognised: str  # by which content
    reads: tuple[Row, ...]
    ignores: tuple[tuple[str, str], ...]
    answers: str
    packages: tuple[str, ...] = ()  # folders or files below src/roadstead whose problems and limits are shown
