"""Progress of a long command on standard error: a bar in a terminal, else a line for each tenth."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

BAR_CHARS = 30
REDRAW_SECONDS = 0.2  # seconds between two updates of the bar


@dataclass(slots=True)
class Progress:
    """Progress through `total` items that are called `what`."""

    total: int
    what: str
    done: int = 0
    _began: float = field(default_factory=time.perf_counter)
    _drawn: float = 0.0
    _tenth: int = 0

    def add(self, number: int) -> None:
        self.done += number
        now, tenth = time.perf_counter(), 10 * self.done // max(1, self.total)
        if sys.stderr.isatty():
            if now - self._drawn >= REDRAW_SECONDS or self.done >= self.total:
                self._drawn = now
                print(f"\r{self.line(now)}\x1b[K", end="", file=sys.stderr, flush=True)
        elif tenth > self._tenth:
            self._tenth = tenth
            print(self.line(now), file=sys.stderr, flush=True)

    def end(self) -> None:
        if sys.stderr.isatty():
            print(file=sys.stderr)

    def line(self, now: float) -> str:
        share = min(1.0, self.done / max(1, self.total))
        rate = self.done / max(1e-9, now - self._began)
        left = f", {(self.total - self.done) / rate:,.0f} s left" if 0 < self.done < self.total else ""
        bar = "█" * round(BAR_CHARS * share) + "░" * (BAR_CHARS - round(BAR_CHARS * share))
        return f"{bar} {share:4.0%}  {self.done:,} of {self.total:,} {self.what}, {rate:,.0f}/s{left}"
