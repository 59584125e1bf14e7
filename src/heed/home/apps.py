from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "heed.home"
    label = "home"
