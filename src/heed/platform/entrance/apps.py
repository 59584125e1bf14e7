from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "heed.platform.entrance"
    label = "entrance"

    def ready(self) -> None:
        from heed.platform.entrance import setup  # noqa: F401  declares its event
