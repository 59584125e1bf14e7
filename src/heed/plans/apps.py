from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "heed.plans"
    label = "plans"

    def ready(self) -> None:
        from heed.library.places import register_places
        from heed.plans import jobs
        from heed.plans.due import (
            CHECKS,
            DETAILS,
            ESCALATED,
            EXPIRIES,
            MOVES,
            OF_EVIDENCE,
            OPEN_ACTIONS,
            REFRESHES,
            REVIEW_DATES,
            STANDING,
            TO_VERIFY,
        )
        from heed.plans.due_on_the_way import MILESTONES, OF_ACTIONS, RESTARTS
        from heed.plans.evidence_register import EVIDENCE
        from heed.plans.operations import refresh_after_settling, tell_who_asked
        from heed.plans.panels import (
            actions_panel,
            difference_of_recommendation,
            places_of_actions,
            proof_of_action,
        )
        from heed.plans.queries import (
            action_rows,
            actions_keep_open,
            evidence_rows,
            find_action,
            labels_of_actions,
            labels_of_evidence,
            show_action,
        )
        from heed.plans.registers import ACTIONS
        from heed.plans.types import ANSWERED_BY_LINK, DATE_MOVED, DATE_STAYS, SENT_BACK
        from heed.platform.access.cases import register_after_settling, register_rows
        from heed.platform.access.policies import reads_register
        from heed.platform.audit_log.records import RecordKind, refs_of, register_record
        from heed.platform.notices.discussed import Discussed, register_discussed
        from heed.platform.notices.due import register_due, register_told
        from heed.platform.registers.types import register_narrowings
        from heed.platform.registers.views import REGISTERS
        from heed.platform.single_use.panels import panel_of
        from heed.platform.single_use.types import TaskKind, register_kind
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel
        from heed.reviews.queries import register_keeps_open

        for order, (label, page) in enumerate(
            (
                ("Actions", "list"),
                ("Evidence", "evidence_list"),
                ("Is it embedded?", "checks"),
                ("How the plan goes", "pictures"),
            ),
            start=40,
        ):
            register(
                NavItem(
                    label=label, url_name=f"plans:{page}", order=order, group="Actions", shown=reads_register
                )
            )
        register_panel("recommendation", actions_panel, order=10)
        register_panel("recommendation", difference_of_recommendation, order=30)
        register_panel("action", proof_of_action, order=20)
        register_rows("actions", action_rows)
        register_keeps_open(actions_keep_open)
        register_rows("evidence", evidence_rows)
        register_after_settling(refresh_after_settling)
        register_kind(
            TaskKind(
                name="action",
                title="Answer by a link",
                question="What has come of this action?",
                answers=(
                    ("done", "It is done"),
                    ("under_way", "It is under way"),
                    ("not_begun", "It has not begun"),
                    ("not_ours", "It is not ours to do"),
                ),
                needs_words=True,
                page="plans:action",
                show=show_action,
                taken=lambda task, at: tell_who_asked(task=task, at=at),
            )
        )
        register_panel("action", panel_of("action"), order=90)
        on_the_way = (MILESTONES, RESTARTS)
        waiting = (MOVES, TO_VERIFY, CHECKS, REFRESHES, EXPIRIES)
        for due in (OPEN_ACTIONS, REVIEW_DATES, STANDING, ESCALATED, DETAILS, *on_the_way, *waiting):
            register_due(due)
        register_told(ANSWERED_BY_LINK, "Somebody answered by the link that you made")
        register_told(SENT_BACK, "An action that you reported complete was sent back")
        register_told(DATE_MOVED, "The other date that you asked for was allowed")
        register_told(DATE_STAYS, "The other date that you asked for was refused")
        register_narrowings("actions", OF_ACTIONS)
        register_narrowings("evidence", OF_EVIDENCE)
        register_discussed(
            Discussed(
                "action",
                find=find_action,
                case_of=lambda row: row.review.public_id if row.review else "",
                of_case=lambda case: action_rows(case).values_list("public_id", flat=True),
            )
        )
        register_places(places_of_actions)
        jobs.register()
        REGISTERS.update({each.key: each for each in (ACTIONS, EVIDENCE)})
        register_record(RecordKind("action", "plans:action", labels_of_actions, of_case=refs_of(action_rows)))
        register_record(
            RecordKind(
                "evidence",
                "plans:evidence",
                labels_of_evidence,
                words="piece of evidence",
                of_case=refs_of(evidence_rows),
            )
        )
