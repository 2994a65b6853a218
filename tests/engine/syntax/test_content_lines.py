"""Lines of vCard and iCalendar are folded by bytes, and what people typed stays a value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from roadstead.engine.syntax.content_lines import MAX_LINE_BYTES, text, write


def unfolded(raw: bytes) -> str:
    return raw.replace(b"\r\n ", b"").decode()


def unescaped(value: str) -> str:
    kept, letters = [], iter(value)
    for letter in letters:
        kept.append({"n": "\n"}.get(after := next(letters), after) if letter == "\\" else letter)
    return "".join(kept)


def test_separators_are_escaped_and_line_breaks_stay_in_the_value() -> None:
    assert text("Desk; night, BRB\\A\r\nTEL:1") == r"Desk\; night\, BRB\\A\nTEL:1"
    assert text("a\x00b\x1bc\u2028d") == "abcd"


def test_a_typed_text_adds_no_line() -> None:
    raw = write([("FN", text("A\r\nTEL:999\nEND:VCARD"))])
    assert raw == b"FN:A\\nTEL:999\\nEND:VCARD\r\n"


@given(some.text(max_size=400))
def test_each_line_is_short_whole_and_reads_back(typed: str) -> None:
    raw = write([("NOTE", text(typed))])
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= MAX_LINE_BYTES and line.decode() is not None for line in lines)
    assert all(line.startswith(b" ") for line in lines[1:-1])
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    assert unescaped(unfolded(raw)[5:-2]) == "".join(each for each in plain if each == "\n" or each.isprintable())
