from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "heed.governance"
    label = "governance"

    def ready(self) -> None:
        from heed.governance.due import (
            FOCUS_GROUPS,
            MEETINGS,
            MINUTES,
            PACKS,
            REPORTS,
            STRATEGIES,
            focus_groups_in_calendar,
            meetings_in_calendar,
        )
        from heed.governance.jobs import packs_job
        from heed.governance.panels import action_serves, decided_panel, recommendation_served
        from heed.governance.queries.cases import TABLES
        from heed.governance.queries.groups import labels_of_groups
        from heed.governance.queries.meetings import labels_of_meetings, reads_meetings
        from heed.governance.queries.plan import closings_keep_open
        from heed.governance.queries.strategies import labels_of_strategies, why_actions_stay
        from heed.plans.types import BUILT_ON
        from heed.platform.access.cases import register_rows
        from heed.platform.access.policies import reads_register
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.jobs.types import register as register_job
        from heed.platform.notices.due import register_calendar, register_due
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel
        from heed.reviews.queries import register_keeps_open

        for order, (label, page) in enumerate(
            (
                ("Meetings", "overview"),
                ("Forward plan", "forward"),
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
        register(
            NavItem(
                label="Priorities and strategies",
                url_name="governance:strategies",
                order=54,
                group="Meetings",
                shown=reads_register,
            )
        )
        for table, rows in TABLES.items():
            register_rows(table, rows)
        register_record(RecordKind("group", "governance:group", labels_of_groups))
        register_record(RecordKind("meeting", "governance:meeting", labels_of_meetings))
        register_record(RecordKind("strategy", "governance:strategy", labels_of_strategies))
        register_keeps_open(closings_keep_open)
        BUILT_ON.append(why_actions_stay)
        register_job(packs_job)
        for due in (REPORTS, MEETINGS, PACKS, MINUTES, STRATEGIES, FOCUS_GROUPS):
            register_due(due)
        register_panel("action", decided_panel, order=60)
        register_panel("action", action_serves, order=65)
        register_panel("recommendation", recommendation_served, order=40)
        register_calendar(meetings_in_calendar)
        register_calendar(focus_groups_in_calendar)
