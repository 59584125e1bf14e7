from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "heed.platform.base"
    label = "base"

    def ready(self) -> None:
        from heed.platform.base import checks, migrating  # noqa: F401  registers the start-up checks

        migrating.install()
