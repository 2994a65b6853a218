"""`python -m bench.zone_scan [NUMBER] [--harder]`: how many pictures of machine-readable zones the browser reads.

Draws data pages of invented people in OCR-B (Debian's `fonts-ocr-b`), turned by up to 5 degrees, blurred, shaded,
noisy, 640 to 1600 pixels wide; `--harder` adds perspective, motion and a spot of light. Chromium reads them with the
script of the desk. Prints the shares that are read whole, called certain, and called certain and wrong.
"""

from __future__ import annotations

import base64
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from playwright.sync_api import Page, Route

from bench.browsing.chromium import chromium
from roadstead.engine.text import mrz
from roadstead.engine.text.mrz import Zone

OCR_B: Final = "/usr/share/fonts/opentype/ocr-b/OCRB.otf"
BUILT: Final = Path(__file__).parents[1] / "src/roadstead/web/assets/built"
SITE: Final = "http://zone.test/"
KINDS: Final = {"TD3": ("P", 1800, 1278), "TD1": ("I", 1800, 1130), "TD2": ("I", 1800, 1260), "MRVA": ("V", 1800, 1278)}
SURNAMES: Final = ("OKAFOR", "BRATHWAITE", "GREENIDGE", "DE LA CRUZ", "VAN DER MEER", "SINGH", "QUINTYNE", "JORDAN")
GIVEN: Final = ("ADA", "JOHN QUINCY", "MARIA ELENA", "KESHORN", "SHARON", "ZOE", "WILLIAM", "BRIANNA")
STATES: Final = ("BRB", "LCA", "TTO", "JAM", "GUY", "USA", "GBR", "D", "FRA", "NLD", "VEN", "COL")
WIDTHS: Final = (640, 800, 1000, 1280, 1600)
LETTERS: Final = "ABCEGHJKLMNPRSTUVWXYZ"
READ: Final = """async (text) => {
  const { readZone } = await import("/scan/zone.js");
  const bitmap = await createImageBitmap(await (await fetch(text)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const image = context.getImageData(0, 0, canvas.width, canvas.height), began = performance.now();
  return { found: readZone(image), ms: performance.now() - began };
}"""
Pixels = NDArray[np.float64]


def invented(rng: Random, kind: str) -> Zone:
    """Return the zone of nobody, with letters and digits in its number."""
    letters = "".join(rng.choice(LETTERS) for _ in range(rng.choice((0, 1, 2))))
    number = letters + "".join(rng.choice("0123456789") for _ in range(9 - len(letters)))
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(20_000))
    expires = date(2027, 1, 1) + timedelta(days=rng.randrange(3_000))
    return Zone(
        kind=kind, type=KINDS[kind][0], issuer=rng.choice(STATES), surname=rng.choice(SURNAMES),
        given=rng.choice(GIVEN), number=number, nationality=rng.choice(STATES), born=born.isoformat(),
        sex=rng.choice("MFX"), expires=expires.isoformat(),
    )  # fmt: skip


def drawn(rng: Random, zone: Zone, width: int, *, harder: bool) -> Image.Image:
    """Return a picture of the data page on a table."""
    page = _page(rng, zone, close=rng.random() < 0.5)
    pad = int(page.width * rng.uniform(0.01, 0.08))
    table = Image.new("RGB", (page.width + 2 * pad, page.height + 2 * pad), (rng.randint(60, 130),) * 3)
    table.paste(page, (pad, pad))
    turned = table.rotate(rng.uniform(-5, 5), Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 90, 90))
    picture = turned.resize((width, turned.height * width // turned.width), Image.Resampling.LANCZOS)
    if harder:
        picture = _bent(rng, picture)
    return _lit(rng, picture, harder=harder)


def _page(rng: Random, zone: Zone, *, close: bool) -> Image.Image:
    lines = mrz.write(zone).split("\n")
    _type, wide, high = KINDS[zone.kind]
    font = ImageFont.truetype(
        OCR_B, int(60 * wide * 0.93 / (len(lines[0]) * ImageFont.truetype(OCR_B, 60).getlength("A")))
    )
    pitch = font.getlength("A")
    step = int(pitch * 1.75)
    high = int(step * (len(lines) + 1.6)) if close else high
    ground = rng.randint(200, 245)
    page = Image.new("RGB", (wide, high), (ground, ground - 5, ground - 12))
    draw = ImageDraw.Draw(page)
    for wave in range(40):  # the pattern of security paper
        start, shade = rng.randint(0, high), ground - rng.randint(8, 26)
        points = [(x, start + 30 * float(np.sin(x / 90 + wave))) for x in range(0, wide, 12)]
        draw.line(points, fill=(shade, shade, min(255, shade + 10)), width=2)
    if not close:
        draw.rectangle((60, int(high * 0.15), 500, int(high * 0.66)), fill=(150, 150, 160))
        for at, text in enumerate((zone.surname, zone.given, zone.nationality, zone.born, zone.number)):
            draw.text((560, int(high * (0.12 + 0.11 * at))), text, fill=(30, 30, 40), font_size=34)
    top, left, ink = high - int(step * (len(lines) + 0.55)), (wide - len(lines[0]) * pitch) / 2, rng.randint(10, 60)
    for row, line in enumerate(lines):
        for at, sign in enumerate(line):
            draw.text((left + at * pitch, top + row * step), sign, fill=(ink,) * 3, font=font)
    return page


def _bent(rng: Random, picture: Image.Image) -> Image.Image:
    """Photograph it from one side, with a hand that moves."""
    wide, high = picture.size
    corners = ((0, 0), (0, high), (wide, high), (wide, 0))
    moved = [edge + rng.uniform(0, 0.05) * size * (1 if edge == 0 else -1)
             for corner in corners for edge, size in zip(corner, (wide, high), strict=True)]  # fmt: skip
    bent = picture.transform(picture.size, Image.Transform.QUAD, moved, Image.Resampling.BICUBIC)
    return bent.filter(ImageFilter.Kernel((3, 3), (0, 0, 0, 1, 1, 1, 0, 0, 0), 3)) if rng.random() < 0.5 else bent


def _lit(rng: Random, picture: Image.Image, *, harder: bool) -> Image.Image:
    seen = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0, 1.1) * picture.width / 1000))
    pixels: Pixels = np.asarray(seen).astype(np.float64)
    high, wide = pixels.shape[:2]
    across, down = np.linspace(-0.5, 0.5, wide)[None, :], np.linspace(-0.5, 0.5, high)[:, None]
    pixels *= ((1 + rng.uniform(-0.45, 0.45) * across + rng.uniform(-0.45, 0.45) * down) * rng.uniform(0.7, 1.05))[
        ..., None
    ]
    if harder:
        x, y = rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5)
        pixels += (rng.uniform(0, 90) * np.exp(-(((across - x) / 0.15) ** 2 + ((down - y) / 0.2) ** 2)))[..., None]
    pixels += np.random.default_rng(rng.randrange(10**9)).normal(0, rng.uniform(1, 7), (high, wide, 1))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def pictures(number: int, *, harder: bool, seed: int = 77) -> Iterator[tuple[Zone, int, bytes]]:
    """Yield zones, widths, and pictures as JPEG; the same ones each time."""
    rng = Random(seed)
    for _ in range(number):
        zone, width = invented(rng, rng.choice(("TD3", "TD3", *KINDS))), rng.choice(WIDTHS)
        out = BytesIO()
        drawn(rng, zone, width, harder=harder).save(out, "JPEG", quality=rng.randint(60, 92))
        yield zone, width, out.getvalue()


def serve(page: Page) -> None:
    """Give the page the scripts as they are built, and nothing else."""

    def answer(route: Route) -> None:
        path = BUILT / route.request.url.removeprefix(SITE)
        if path.is_file():
            route.fulfill(body=path.read_bytes(), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page.route(f"{SITE}**", answer)
    page.goto(SITE)


def read(page: Page, jpeg: bytes) -> Any:
    """Return what the script finds in the picture: lines and isSure, or None; and the milliseconds."""
    return page.evaluate(READ, f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}")


def main(number: int, *, harder: bool) -> None:
    right = certain = wrong = 0
    spent, began = 0.0, time.monotonic()
    with chromium() as browser:
        page = browser.new_page()
        serve(page)
        for zone, width, jpeg in pictures(number, harder=harder):
            answer = read(page, jpeg)
            found, spent = answer["found"], spent + answer["ms"]
            is_right = bool(found) and found["lines"] == mrz.write(zone).split("\n")
            right += is_right
            certain += bool(found and found["isSure"])
            wrong += bool(found and found["isSure"] and not is_right)
            if not is_right:
                print(f"{zone.kind} {width} px: {found}")
    print(f"{right} of {number} read whole, {certain} called certain, {wrong} of these wrong")
    print(f"{spent / number:.0f} ms a picture in Chromium; {time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main(int(next((word for word in sys.argv[1:] if word.isdigit()), "100")), harder="--harder" in sys.argv)
