from django.apps import AppConfig


class SingleUseConfig(AppConfig):
    name = "heed.platform.single_use"
    label = "single_use"
