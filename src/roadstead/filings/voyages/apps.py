from django.apps import AppConfig


class VoyagesConfig(AppConfig):
    """App of the voyages, under the label with which its tables were created until the tables are renamed."""

    name = "roadstead.filings.voyages"
