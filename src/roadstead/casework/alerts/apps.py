from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Keeps the label under which the tables were made; tables are renamed with the other names."""

    name = "roadstead.casework.alerts"
    label = "casework"
