"""`python -m tools.zone_glyphs`: draw the letters of machine-readable zones from OCR-B, for the reader in the browser.

Needs Debian's `fonts-ocr-b` (Norbert Schwarz, free to use and change). The result is committed, so that neither a build
nor a browser needs the font.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FOLDER: Final = Path("/usr/share/fonts/opentype/ocr-b")
CUTS: Final = ("OCRB.otf", "OCRBS.otf")  # round and sharp ends of strokes
OUT: Final = Path(__file__).parents[1] / "src/roadstead/web/assets/src/js/scan/glyphs.js"
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
WIDTH, HEIGHT = 12, 15  # of a template: one pitch wide, and TALL capitals high
TALL: Final = 1.3
SCALE: Final = 16
HEAD: Final = """// OCR-B by Norbert Schwarz, drawn by `python -m tools.zone_glyphs`: grey pixels, row by row.

export const WIDTH = {width};
export const HEIGHT = {height};
export const TALL = {tall}; // height of a template in heights of a capital
export const TEMPLATES = [
"""


def template(letter: str, cut: str) -> bytes:
    """Return the pixels of a letter in the middle of its cell, 255 where there is no ink."""
    font = ImageFont.truetype(FOLDER / cut, WIDTH * SCALE * 64 // 46)
    pitch = font.getlength("H")
    top, bottom = font.getbbox("H")[1::2]
    middle, tall = (top + bottom) / 2, TALL * (bottom - top)
    cell = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE), 255)
    drawn = Image.new("L", (round(pitch), round(tall)), 255)
    ImageDraw.Draw(drawn).text((0, tall / 2 - middle), letter, font=font, fill=0)
    cell.paste(drawn.resize(cell.size, Image.Resampling.LANCZOS))
    return cell.filter(ImageFilter.GaussianBlur(0.55 * SCALE)).resize((WIDTH, HEIGHT), Image.Resampling.BOX).tobytes()


def main() -> None:
    rows = [
        f'  ["{letter}", "{base64.b64encode(template(letter, cut)).decode()}"],\n' for letter in LETTERS for cut in CUTS
    ]
    head = HEAD.format(width=WIDTH, height=HEIGHT, tall=TALL)
    OUT.write_text(head + "".join(rows) + "];\n")


if __name__ == "__main__":
    main()
