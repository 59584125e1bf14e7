from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "heed.library"
    label = "library"

    def ready(self) -> None:
        from heed.platform.ui.navigation import NavItem, register

        register(NavItem(label="Library", url_name="library:list", order=50))
