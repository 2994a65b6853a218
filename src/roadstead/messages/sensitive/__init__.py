"""Removes what may not be kept, before anything is stored (S1, S2): what tells faith or health, and free text."""

from roadstead.messages.sensitive.redact import redact as redact
from roadstead.messages.sensitive.redaction import Redacted as Redacted
