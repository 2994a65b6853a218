"""QR codes in black on white, with the quiet zone that readers need (ISO/IEC 18004)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

Matrix = Sequence[Sequence[bool]]


def matrix(text: str) -> Matrix:
    """Return the modules row by row, True for black; a quarter of the code may be dirty."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    found: Matrix = code.get_matrix()
    return found


def as_svg(text: str, title: str) -> SafeString:
    """Return the code as a drawing of one path, without any style of its own. `title`: what it is, for those who do
    not see it.
    """
    rows = matrix(text)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, black in enumerate(row) if black)
    return format_html(
        '<svg class="rs-qr" viewBox="0 0 {size} {size}" role="img" aria-label="{title}" shape-rendering="crispEdges">'
        '<rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>',
        size=len(rows),
        title=title,
        path=path,
    )
