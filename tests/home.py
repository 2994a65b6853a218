"""Gives this test run a home of its own before any setting is read (loaded by `-p tests.home`, see pyproject).

The path is short, because a socket's path may have 107 characters, and open, because PostgreSQL does not run as root.
"""

import os
import tempfile
from pathlib import Path

if "ROADSTEAD_TEST_HOME" not in os.environ:
    os.environ["ROADSTEAD_TEST_HOME"] = tempfile.mkdtemp(prefix="roadstead-test-", dir="/var/tmp")
    Path(os.environ["ROADSTEAD_TEST_HOME"]).chmod(0o755)
os.environ["ROADSTEAD_HOME"] = os.environ["ROADSTEAD_TEST_HOME"]
os.environ["ROADSTEAD_PORT"] = "8765"
# Tests sign people in without ceremony; those of the second factor ask for it (tests/accounts, tests/browser).
os.environ["ROADSTEAD_SECOND_FACTOR"] = "off"
