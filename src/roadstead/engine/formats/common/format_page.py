"""What a format's page in docs/reference/messages says beyond what is gathered from the code itself.

Each package of a format has an `about.py` with its `PAGE`; `engine/formats/pages.py` lists them. Problem codes with
their words and the limits are not written there: `./roadstead reference` collects them from the package's source, so
that the page cannot lie.
"""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatPage:
    """`reads`: where it stands in the message (with the data element), what it becomes, what there is to say about it.

    `ignores`: what is met and not used, and how the sender is told. Texts are Markdown of one line.
    """

    name: str  # the page's file name: "paxlst"
    title: str
    standard: str  # edition and where it can be read
    recognised: str  # by what in the content
    reads: tuple[Row, ...]
    ignores: tuple[tuple[str, str], ...]
    answers: str
    packages: tuple[str, ...] = ()  # folders or files below src/roadstead whose problems and limits are shown
