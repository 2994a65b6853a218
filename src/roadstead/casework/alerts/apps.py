from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "roadstead.casework.alerts"
