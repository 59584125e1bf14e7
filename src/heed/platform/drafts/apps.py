from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "heed.platform.drafts"
    label = "drafts"

    def ready(self) -> None:
        from heed.platform.drafts.operations import forget_old
        from heed.platform.jobs.schedule import Recurring, hourly, register_recurring
        from heed.platform.ui.navigation import NavItem, register

        register_recurring(Recurring(name="drafts.forget", due=hourly, run=lambda at: forget_old(at=at)))
        register(
            NavItem(
                label="Your drafts",
                url_name="drafts:list",
                order=6,
                place="account",
                shown=lambda actor: actor is not None,
            )
        )
