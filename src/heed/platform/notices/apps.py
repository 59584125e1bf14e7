from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "heed.platform.notices"
    label = "notices"

    def ready(self) -> None:
        from heed.platform.access.cases import register_rows
        from heed.platform.jobs.schedule import Recurring, hourly, register_recurring
        from heed.platform.notices.operations.digests import run_digests
        from heed.platform.notices.queries.told import count_unread, notice_rows
        from heed.platform.ui.navigation import NavItem, register

        register_rows("notices", notice_rows)
        register_recurring(Recurring(name="notices.digests", due=hourly, run=run_digests))
        register(
            NavItem(
                label="Notices",
                url_name="notices:list",
                order=90,
                place="end",
                count=count_unread,
            )
        )
