from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "heed.platform.demo"
    label = "demo"

    def ready(self) -> None:
        from django.conf import settings

        from heed.platform.access.roles import Permission
        from heed.platform.ui.navigation import NavItem, register

        register(
            NavItem(
                label="The demo's clock",
                url_name="demo:clock",
                order=87,
                group="Administration",
                shown=lambda actor: bool(
                    settings.DEMO and actor is not None and actor.may(Permission.CHANGE_RULES)
                ),
            )
        )
