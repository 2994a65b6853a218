from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "roadstead.platform.directory"
    label = "directory"
