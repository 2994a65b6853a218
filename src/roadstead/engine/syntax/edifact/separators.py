"""Service characters of an interchange (ISO 9735): declared in UNA, or the defaults, or those in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Separators:
    """One character each; release and repetition may be "" (none: a blank in UNA)."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = ""
    terminator: str = "'"

    @property
    def una(self) -> str:
        """The nine characters that declare these separators."""
        chars = (self.component, self.element, self.decimal, self.release, self.repetition, self.terminator)
        return "UNA" + "".join(char or " " for char in chars)

    @property
    def service(self) -> tuple[str, ...]:
        """Characters that must be released inside a value, the release character first."""
        chars = (self.release, self.terminator, self.element, self.component, self.repetition)
        return tuple(char for char in chars if char)


DEFAULT: Final = Separators()


def from_una(chars: str) -> Separators:
    """Return the separators of the six characters after the letters UNA."""
    component, element, decimal, release, repetition, terminator = tuple(chars)
    return Separators(
        component=component,
        element=element,
        decimal=decimal,
        release=release.strip(" "),
        repetition=repetition.strip(" "),
        terminator=terminator,
    )
