from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "roadstead.oversight.statistics"
