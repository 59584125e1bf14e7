from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "heed.platform.rules"
    label = "rules"
