from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "roadstead.platform.registration"
    label = "registration"
