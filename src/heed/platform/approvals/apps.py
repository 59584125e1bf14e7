from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "heed.platform.approvals"
    label = "approvals"

    def ready(self) -> None:
        from heed.platform.access.cases import register_rows
        from heed.platform.approvals.operations import approve_by_link
        from heed.platform.approvals.panels import waiting_panel
        from heed.platform.approvals.policies import check_may_ask
        from heed.platform.approvals.queries import (
            approval_rows,
            labels_of_approvals,
            labels_of_seats,
            show_seat,
        )
        from heed.platform.approvals.types import ANSWERED_FOR
        from heed.platform.audit_log.records import RecordKind, refs_of, register_record
        from heed.platform.notices.due import register_told
        from heed.platform.single_use.types import TaskKind, register_kind
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel

        register(
            NavItem(
                label="Who decides what",
                url_name="approvals:who_decides",
                order=21,
                place="foot",
                shown=lambda actor: actor is not None,
            )
        )

        register_rows("jointapprovals", approval_rows)
        register_record(
            RecordKind("approval", "approvals:approval", labels_of_approvals, of_case=refs_of(approval_rows))
        )
        register_record(
            RecordKind(
                "approval_seat",
                "approvals:seat",
                labels_of_seats,
                words="one partner's approval",
                of_case=lambda case: approval_rows(case).values_list("seats__public_id", flat=True),
            )
        )
        register_kind(
            TaskKind(
                name="approval_seat",
                title="Ask for it by a link and a code",
                question="Do you approve this?",
                answers=(("approved", "I approve it"), ("not_approved", "I do not approve it")),
                needs_words=False,
                page="approvals:seat",
                show=show_seat,
                may_be_asked=check_may_ask,
                taken=lambda task, at: approve_by_link(task=task, at=at),
                code_by_another=True,
            )
        )
        register_panel("home", waiting_panel, order=4)
        register_told(ANSWERED_FOR, "Somebody wrote down a decision in your place")
