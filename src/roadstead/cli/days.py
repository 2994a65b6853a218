"""Parsing of days given on the command line."""

from __future__ import annotations

import argparse
from datetime import date


def parse_day(text: str) -> date:
    """Parse YYYY-MM-DD, for `type=` of an argument. The error shows the format."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it as 2026-11-24") from None
