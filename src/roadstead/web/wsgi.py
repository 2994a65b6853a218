"""What the web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadstead.web.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is there for good is not looked through again while somebody waits for a page
