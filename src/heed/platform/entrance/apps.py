from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "heed.platform.entrance"
    label = "entrance"

    def ready(self) -> None:
        from heed.platform.access.roles import Permission
        from heed.platform.entrance import checks, setup, sign_ins  # noqa: F401  declare what they register
        from heed.platform.entrance.panels import invitations_panel, person_panel
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        sign_ins.listen()
        register_panel("people", invitations_panel, order=10)
        register_panel("person", person_panel, order=10)
        register(NavItem(label="Who you act for", url_name="choose_membership", order=5, place="account"))
        register(
            NavItem(
                label="Invite somebody",
                url_name="invite",
                order=31,
                place="account",
                shown=lambda actor: actor is not None and actor.may(Permission.MANAGE_PEOPLE),
            )
        )
        register(NavItem(label="Your sign-in", url_name="your_sign_in", order=6, place="account"))
