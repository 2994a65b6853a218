"""Removes what may not be kept, before anything is stored (S1, S2): what tells faith or health, and free text."""

from roadstead.engine.formats.redaction.kinds import Redacted as Redacted
from roadstead.engine.formats.redaction.redact import redact as redact
