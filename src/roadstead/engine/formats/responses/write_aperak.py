"""Writer of APERAK (UN/EDIFACT D.05B): one ERC per problem, with its text, remedy and segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from roadstead.engine.formats.responses.envelope import Envelope, Line, build_interchange, fit_to_charset
from roadstead.engine.formats.responses.write_cusres import MAX_REFERENCE_CHARS, split_text
from roadstead.engine.records import Problem, Response, Severity

S009: Final = ("APERAK", "D", "05B", "UN")
ERRORS: Final = "313"  # 1001: there are errors
TAKEN: Final = "312"  # 1001: acknowledged
# 9321 has eight characters and our codes are longer: it holds the severity, and the text begins with our code.
SEVERITY_CODES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.NOTE: "NOTE",
}
LINE_NUMBER: Final = "LI"  # 1153: the segment of the message, counted from UNH = 1
MAX_ERRORS: Final = 9_999  # ERC per message; the last one gives the number of the others


def write_aperak(problems: Sequence[Problem], *, envelope: Envelope, reference: str = "") -> bytes:
    """Return one interchange with one APERAK. `reference` is the transaction or message that is answered.

    BGM is 312 (acknowledged) if there is nothing worse than a note, else 313.
    """
    shown = problems[:MAX_ERRORS]
    more = len(problems) - len(shown)
    worst = any(each.severity is not Severity.NOTE for each in problems)
    body: list[Line] = [
        (S009,),
        ("BGM", ERRORS if worst else TAKEN),
        *([("RFF", ("ACW", reference[:MAX_REFERENCE_CHARS]))] if reference else []),
        *(line for problem in shown for line in _point(problem, envelope.syntax)),
        *(_more(more) if more else ()),
    ]
    return build_interchange(envelope, [body])


def as_response(problem: Problem, syntax: str) -> Response:
    """Return the problem as a reader of the APERAK gets it."""
    number = "" if problem.number is None else str(problem.number)
    return Response(code=SEVERITY_CODES[problem.severity], text=" ".join(_words(problem, syntax)), level=number)


def _point(problem: Problem, syntax: str) -> Iterator[Line]:
    yield ("ERC", SEVERITY_CODES[problem.severity])
    yield ("FTX", "AAO", "", "", _words(problem, syntax))
    if problem.number is not None:
        yield ("RFF", (LINE_NUMBER, str(problem.number)))


def _words(problem: Problem, syntax: str) -> list[str]:
    """Return code and text, then segment and field, and the value sent, if there are any."""
    where = " ".join(each for each in (problem.segment, problem.field) if each)
    whole = [f"{problem.code}: {problem.text}", where, f"sent: {problem.sent}" if problem.sent else ""]
    fit = [fit_to_charset(each, syntax) for each in whole]
    return [*split_text(fit[0])[:3], *(each[:512].strip() for each in fit[1:] if each)]


def _more(count: int) -> list[Line]:
    return [("ERC", "NOTE"), ("FTX", "AAO", "", "", f"And {count:,} more problems. They are on the receipt.")]
