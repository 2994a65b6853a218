from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Keeps the label under which the tables were made; tables are renamed with the other names."""

    name = "roadstead.oversight.statistics"
    label = "figures"
