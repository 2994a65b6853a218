"""Type of a file, detected from its bytes and never from its name. Unknown types are refused, with an alternative."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from roadstead.engine.sentences import Sentence

MB: Final = 1_000_000


class FileRefused(Exception):
    """The file cannot be stored. The sentence says why and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Accepted type of file: its name on pages, its extension, and its media type for browsers."""

    words: str
    ending: str
    media: str


KINDS: Final = {
    "pdf": Kind(words="PDF", ending="pdf", media="application/pdf"),
    "jpeg": Kind(words="JPEG picture", ending="jpg", media="image/jpeg"),
    "png": Kind(words="PNG picture", ending="png", media="image/png"),
    "tiff": Kind(words="TIFF picture", ending="tif", media="image/tiff"),
    "text": Kind(words="text", ending="txt", media="text/plain; charset=utf-8"),
    "csv": Kind(words="table as text (csv)", ending="csv", media="text/plain; charset=utf-8"),
    "xlsx": Kind(
        words="workbook (xlsx)", ending="xlsx",
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": Kind(
        words="document (docx)", ending="docx",
        media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}  # fmt: skip
ACCEPTED_TYPES: Final = Sentence("PDF, JPEG, PNG, TIFF, text, csv, xlsx or docx")

SIGNATURES: Final = (
    (b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)  # fmt: skip
REFUSED: Final = (
    (b"MZ", Sentence("a program")),
    (b"\x7fELF", Sentence("a program")),
    (b"\xca\xfe\xba\xbe", Sentence("a program")),
    (b"\xcf\xfa\xed\xfe", Sentence("a program")),
    (b"#!", Sentence("a program")),
    (b"\xd0\xcf\x11\xe0", Sentence("an old Office file")),
    (b"{\\rtf", Sentence("a document in RTF")),
    (b"Rar!", Sentence("an archive")),
    (b"7z\xbc\xaf", Sentence("an archive")),
    (b"\x1f\x8b", Sentence("an archive")),
    (b"BZh", Sentence("an archive")),
    (b"GIF8", Sentence("a GIF picture")),
)
# Member of a zip that identifies an Office file: its main part has a fixed name (ECMA-376).
OFFICE: Final = (("xl/workbook.xml", "xlsx"), ("word/document.xml", "docx"))
ZIP: Final = b"PK\x03\x04"
BYTE_ORDER_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}
NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def kind_of(raw: bytes, name: str) -> str:
    """Return a key of KINDS. `name` only distinguishes csv from other text. Raises FileRefused for any other type."""
    found = next((kind for start, kind in SIGNATURES if raw.startswith(start)), "")
    if not found:
        found = _office(raw) if raw.startswith(ZIP) else _text(raw, name)
    return found


def _office(raw: bytes) -> str:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError):
        raise FileRefused(
            Sentence("This file is damaged: its end is missing. Save it again and add the new file.")
        ) from None
    if "[Content_Types].xml" in names:
        for part, kind in OFFICE:
            if part in names:
                return kind
    raise FileRefused(Sentence("This is an archive. Unpack it and add its files one by one."))


def _text(raw: bytes, name: str) -> str:
    for start, words in REFUSED:
        if raw.startswith(start):
            values = {"what": words, "types": ACCEPTED_TYPES}
            raise FileRefused(Sentence("This is %(what)s, which is not accepted. Save it as %(types)s.", values))
    text = _decoded(raw)
    if text is None or NOT_TEXT.search(text):
        raise FileRefused(
            Sentence("Roadstead does not recognise this type of file. Save it as %(types)s.", {"types": ACCEPTED_TYPES})
        )
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise FileRefused(
            Sentence("This is a web page or a drawing for a browser (HTML, SVG, XML). Print it as a PDF and add that.")
        )
    if not text.strip():
        raise FileRefused(Sentence("This file is empty. Choose another file."))
    return "csv" if name.lower().endswith(".csv") else "text"


def _decoded(raw: bytes) -> str | None:
    coding = next((coding for mark, coding in BYTE_ORDER_MARKS.items() if raw.startswith(mark)), "")
    for each in (coding,) if coding else ("utf-8", "cp1252"):
        try:
            return raw.decode(each)
        except UnicodeDecodeError:
            continue
    return None


# File names as they are stored: no folder, no misleading character, and the extension of the detected type.


MAX_NAME_CHARS: Final = 80  # characters before the ending
FOLDER: Final = re.compile(r".*[/\\]", re.S)
ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
SPACES: Final = re.compile(r"[\s_]+")
# Letters of any script with their marks, digits, and a few signs; nothing that changes the direction of reading.
ALLOWED_CATEGORIES: Final = ("L", "M", "N")
ALLOWED_SIGNS: Final = " .-_()+,"


def clean_name(name: str, kind: str) -> str:
    r"""Return a safe name: `..\\x/Scan\u202e.exe` that is a PDF becomes `Scan.pdf`; an empty one, `file.pdf`."""
    own = ENDING.sub("", FOLDER.sub("", unicodedata.normalize("NFC", name)).strip())
    kept = "".join(sign for sign in own if sign in ALLOWED_SIGNS or unicodedata.category(sign)[0] in ALLOWED_CATEGORIES)
    name = SPACES.sub(" ", kept)[:MAX_NAME_CHARS].strip(ALLOWED_SIGNS.replace("()", ""))
    return f"{name or 'file'}.{KINDS[kind].ending}"
