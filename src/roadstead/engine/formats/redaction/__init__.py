"""Redaction before anything is stored (S1, S2): data that reveal religion or health, and free text."""

from roadstead.engine.formats.redaction.kinds import Redacted as Redacted
from roadstead.engine.formats.redaction.redact import redact as redact
