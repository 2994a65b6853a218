"""What we decide about signing in; the rest is django-allauth's."""
