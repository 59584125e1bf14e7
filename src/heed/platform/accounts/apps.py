from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "heed.platform.accounts"
    label = "accounts"
