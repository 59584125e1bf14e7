from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "heed.platform.partnerships"
    label = "partnerships"
