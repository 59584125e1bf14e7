from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "heed.home"
    label = "home"

    def ready(self) -> None:
        from heed.platform.access.roles import Permission
        from heed.platform.ui.navigation import NavItem, register

        register(NavItem(label="Home", url_name="home", order=10))
        register(NavItem(label="What the words mean", url_name="words", order=10, place="foot"))
        register(
            NavItem(label="Change password", url_name="account_change_password", order=10, place="account")
        )
        register(
            NavItem(
                label="Work in the background",
                url_name="jobs:list",
                order=85,
                group="Administration",
                shown=lambda actor: actor is not None and actor.may(Permission.SEE_JOBS),
            )
        )
