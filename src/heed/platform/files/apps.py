from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "heed.platform.files"
    label = "files"
