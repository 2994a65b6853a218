"""The Django application (WSGI): threads of `asgi.py` run it, one request at a time."""

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
# Load now what stays for good, and exempt it from garbage collection: loaded by the first requests, it was searched for
# fifty milliseconds every few pages.
VIEWS = get_resolver().url_patterns
for folder in Path(__file__).parent.glob("*/templates"):
    for page in folder.rglob("*.html"):
        get_template(str(page.relative_to(folder)))
gc.collect()
gc.freeze()
Pulse("web", config()).beat()
