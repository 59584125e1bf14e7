from typing import Any

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "heed.reports"
    label = "reports"

    def ready(self) -> None:
        from heed.platform.access.cases import register_rows
        from heed.platform.access.roles import Permission
        from heed.platform.audit_log.records import RecordKind, refs_of, register_record
        from heed.platform.ui.navigation import NavItem, register
        from heed.reports.queries.drafts import labels_of_reports, report_rows, statement_rows
        from heed.reviews.parts import PartGroup, ReviewPart, register_part

        def reads(actor: Any, review: Any = None) -> bool:
            return bool(actor) and actor.may(Permission.READ_DRAFTS)

        register(NavItem(label="Reports", url_name="reports:list", order=24, group="Reviews", shown=reads))
        register_part(
            ReviewPart(
                key="reports",
                label="Reports",
                url_name="reports:of_review",
                order=95,
                group=PartGroup.REPORT,
                shown=reads,
            )
        )
        register_rows("reports", report_rows)
        register_rows("statements", statement_rows)
        register_record(
            RecordKind("report", "reports:report", labels_of_reports, of_case=refs_of(report_rows))
        )
