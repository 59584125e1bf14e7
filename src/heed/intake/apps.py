from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "heed.intake"
    label = "intake"
