"""Our rules for signing in; the rest is django-allauth's."""
