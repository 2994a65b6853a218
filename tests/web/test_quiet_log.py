"""The log tells an operator where it went wrong, and nothing about anybody."""

import logging
import sys

from roadstead.web.quiet_log import QuietFormatter


def test_the_text_of_an_error_and_the_lines_of_source_stay_out_of_the_log() -> None:
    try:
        raise ValueError("ZEPHYRINE has no birth date")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "request failed", None, sys.exc_info())
    text = QuietFormatter("%(message)s").format(record)
    assert "request failed" in text
    assert "ValueError at" in text
    assert "test_quiet_log.py:" in text
    assert "ZEPHYRINE" not in text
