from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "heed.governance"
    label = "governance"

    def ready(self) -> None:
        from heed.governance.due import MEETINGS, MINUTES, PACKS, REPORTS, meetings_in_calendar
        from heed.governance.jobs import packs_job
        from heed.governance.panels import decided_panel
        from heed.governance.queries.cases import TABLES
        from heed.governance.queries.groups import labels_of_groups
        from heed.governance.queries.meetings import labels_of_meetings, reads_meetings
        from heed.platform.access.cases import register_rows
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.jobs.types import register as register_job
        from heed.platform.notices.due import register_calendar, register_due
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        for order, (label, page) in enumerate(
            (
                ("Meetings", "overview"),
                ("Reporting calendar", "reports"),
                ("Progress report", "progress"),
                ("For the annual report", "annual"),
            ),
            start=50,
        ):
            register(
                NavItem(
                    label=label,
                    url_name=f"governance:{page}",
                    order=order,
                    group="Meetings",
                    shown=reads_meetings,
                )
            )
        for table, rows in TABLES.items():
            register_rows(table, rows)
        register_record(RecordKind("group", "governance:group", labels_of_groups))
        register_record(RecordKind("meeting", "governance:meeting", labels_of_meetings))
        register_job(packs_job)
        for due in (REPORTS, MEETINGS, PACKS, MINUTES):
            register_due(due)
        register_panel("action", decided_panel, order=60)
        register_calendar(meetings_in_calendar)
