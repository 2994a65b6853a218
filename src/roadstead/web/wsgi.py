"""The Django application (WSGI): threads of `asgi.py` run it, a request at a time."""

import gc
import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

from roadstead.config import config
from roadstead.oversight.health.heartbeat import Pulse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadstead.web.settings")
application = get_wsgi_application()
# All that is there for good is made now, and not looked through again while somebody waits for a page: what came with
# the first requests was, for fifty milliseconds every few pages.
VIEWS = get_resolver().url_patterns
for folder in Path(__file__).parent.glob("*/templates"):
    for page in folder.rglob("*.html"):
        get_template(str(page.relative_to(folder)))
gc.collect()
gc.freeze()
Pulse("web", config()).beat()
