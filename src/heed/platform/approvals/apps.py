from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "heed.platform.approvals"
    label = "approvals"

    def ready(self) -> None:
        from heed.platform.access.cases import register_rows
        from heed.platform.approvals.queries import approval_rows

        register_rows("jointapprovals", approval_rows)
