from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "heed.platform.jobs"
    label = "jobs"
