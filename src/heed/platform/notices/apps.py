from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "heed.platform.notices"
    label = "notices"

    def ready(self) -> None:
        from heed.platform.access.cases import register_rows
        from heed.platform.notices import jobs
        from heed.platform.notices.queries.comments import comment_rows, notice_rows
        from heed.platform.notices.queries.told import count_unread
        from heed.platform.ui.navigation import NavItem, register

        register_rows("notices", notice_rows)
        register_rows("comments", comment_rows)
        jobs.register()
        register(
            NavItem(
                label="Notices",
                url_name="notices:list",
                order=90,
                place="end",
                count=count_unread,
            )
        )
