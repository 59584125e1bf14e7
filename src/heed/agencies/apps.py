from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "heed.agencies"
    label = "agencies"

    def ready(self) -> None:
        from heed.platform.access.roles import Permission
        from heed.platform.ui.navigation import NavItem, register

        register(
            NavItem(
                label="Agencies",
                url_name="agencies:list",
                order=25,
                place="account",
                shown=lambda actor: actor is not None and actor.may(Permission.READ_REGISTER),
            )
        )
