from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "heed.plans"
    label = "plans"
