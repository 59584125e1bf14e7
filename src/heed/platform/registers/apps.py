from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "heed.platform.registers"
    label = "registers"
