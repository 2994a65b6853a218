"""`python -m tools.catalogues`: the catalogues hold what the pages say now; how much of it is translated."""

from __future__ import annotations

import os
import sys

import django

from roadstead.web.languages.catalogue import PLURALS, is_whole, read, write
from roadstead.web.languages.compiled import source


def run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadstead.web.settings")
    django.setup()
    from tools.extract import messages  # reads the tables of rooms that need Django

    wanted = messages()
    for language in PLURALS:
        known = read(source(language))
        write(source(language), language, wanted, known)
        done = sum(is_whole(message, known.get(message, ())) for message in wanted)
        sys.stdout.write(f"{language}: {done} of {len(wanted)} translated\n")


if __name__ == "__main__":
    run()
