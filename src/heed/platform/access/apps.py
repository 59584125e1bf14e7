from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "heed.platform.access"
    label = "access"
