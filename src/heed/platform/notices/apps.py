from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "heed.platform.notices"
    label = "notices"
