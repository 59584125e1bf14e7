from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "heed.platform.entrance"
    label = "entrance"

    def ready(self) -> None:
        from heed.platform.entrance import setup  # noqa: F401  declares its event
        from heed.platform.ui.navigation import NavItem, register

        register(NavItem(label="Who you act for", url_name="choose_membership", order=5, place="account"))
