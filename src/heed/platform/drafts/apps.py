from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "heed.platform.drafts"
    label = "drafts"

    def ready(self) -> None:
        from django.utils import timezone

        from heed.platform.access.cases import register_after_settling
        from heed.platform.drafts.operations import forget_of_excluded, forget_old
        from heed.platform.jobs.schedule import Recurring, hourly, register_recurring
        from heed.platform.ui.navigation import NavItem, register

        register_after_settling(forget_of_excluded)
        register_recurring(
            Recurring(name="drafts.forget", due=hourly, run=lambda _: forget_old(at=timezone.now()))
        )
        register(
            NavItem(
                label="Your drafts",
                url_name="drafts:list",
                order=6,
                place="account",
                shown=lambda actor: actor is not None,
            )
        )
