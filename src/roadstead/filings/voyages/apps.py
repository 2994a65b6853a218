from django.apps import AppConfig


class VoyagesConfig(AppConfig):
    """Keeps the label under which the tables were made; tables are renamed with the other names."""

    name = "roadstead.filings.voyages"
    label = "manifests"
