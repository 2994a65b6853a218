from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """App that keeps the label under which the tables were made; tables are renamed with the other names."""

    name = "roadstead.outbound.responses"
