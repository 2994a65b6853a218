"""Character set of the bytes. The bytes take precedence over the declaration, which is often wrong."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence

HEAD_BYTES: Final = 1_024  # bytes in which a declaration is found
DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([A-Za-z0-9._-]{1,40})")
# Marks, longest first: UTF-32 begins as UTF-16 does.
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE: Final = ((re.compile(rb"(?:\s\0)*<\0[^\0]\0"), "utf-16-le"), (re.compile(rb"(?:\0\s)*\0<\0[^\0]"), "utf-16-be"))
SINGLE_OR_ASIAN: Final = re.compile(
    r"iso8859-\d+|cp125\d|cp(?:437|850|852|858)|koi8-[ru]|mac-roman|gb\w+|big5|euc_\w+|"
    r"shift_jis|ascii"
)
WINDOWS: Final = "cp1252"
BLANKS: Final = " \t\r\n\f\v\0\x1a"  # also characters that pad the end of a file


@dataclass(frozen=True, slots=True)
class Utf8Bytes:
    """Bytes as UTF-8, without mark. `name`: the Python name of their original character set."""

    data: bytes
    name: str
    problems: list[Problem] = field(default_factory=list)


def character_set(raw: bytes) -> tuple[str, int]:
    """Return the set by mark or by form of the bytes, "" if only their content tells; and the mark's length."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name, len(mark)
    return next((name for look, name in WIDE if look.match(raw[:HEAD_BYTES])), ""), 0


def as_utf8(raw: bytes) -> Utf8Bytes:
    """Convert to UTF-8: from UTF-8 if the bytes are valid, else from the declared set, else from Windows-1252."""
    name, mark = character_set(raw)
    declared = _declared(raw)
    problems = (
        [xml_problem("byte-order-mark", "The file begins with a byte order mark. You do not need to do anything.")]
        if mark
        else []
    )
    if name.startswith(("utf-16", "utf-32")):
        return Utf8Bytes(raw[mark:].decode(name, errors="replace").encode("utf-8", errors="replace"), name, problems)
    body = raw[mark:]
    if _is_utf8(body):
        return Utf8Bytes(body, "utf-8", problems + _declaration_problems(declared, body))
    return _not_utf8(body, declared, problems)


def as_characters(raw: bytes) -> tuple[str, str]:
    """Return the bytes as text that encodes back to the same bytes, and the encoding to do so."""
    name, _mark = character_set(raw)
    if name.startswith(("utf-16", "utf-32")):
        try:
            text = raw.decode(name, errors="surrogatepass")
            if text.encode(name, errors="surrogatepass") == raw:
                return text, name
        except UnicodeError:
            pass
    return raw.decode("latin-1"), "latin-1"


def xml_problem(
    code: str, text: Sentence | str, severity: Severity = Severity.NOTE, sent: str = "", line: int | None = None
) -> Problem:
    return Problem.of(severity=severity, code=code, text=text, segment="XML", number=line, sent=sent)


def _not_utf8(body: bytes, declared: str, problems: list[Problem]) -> Utf8Bytes:
    known = _codec_name(declared)
    name = known or WINDOWS
    text = body.decode(name, errors="replace")
    if not known:
        words = Sentence(
            "The file declares %(declared)s but is not valid UTF-8. We read it as Windows-1252. Check the "
            "names, and send UTF-8.",
            {"declared": declared or "nothing"},
        )
        problems = [*problems, xml_problem("encoding-wrong", words, Severity.WARNING, declared)]
    if "\ufffd" in text:
        words = Sentence("We could not read some characters. Send the file in UTF-8, and declare UTF-8.")
        problems = [*problems, xml_problem("characters-unreadable", words, Severity.WARNING)]
    return Utf8Bytes(text.encode("utf-8", errors="replace"), name, problems)


def _declaration_problems(declared: str, body: bytes) -> list[Problem]:
    """Warn of a wrong declaration. Plain ASCII is right under every name except those of wide characters."""
    name = _codec_name(declared)
    if not declared or declared.lower().replace("_", "-") in ("utf-8", "utf8") or (name and body.isascii()):
        return []
    text = Sentence(
        "The file declares %(declared)s, but the bytes are UTF-8. We read it as UTF-8. Declare UTF-8.",
        {"declared": declared},
    )
    return [xml_problem("encoding-declared-wrongly", text, Severity.WARNING, declared)]


def _declared(raw: bytes) -> str:
    found = DECLARED.search(raw[:HEAD_BYTES].replace(b"\0", b""))
    return found[1].decode() if found else ""


def _codec_name(declared: str) -> str:
    """Return the Python name of a set in which text is really sent; "" for all others (utf-16, and inventions)."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
    return name if SINGLE_OR_ASIAN.fullmatch(name) else ""


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
