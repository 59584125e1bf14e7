from typing import Any

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "heed.reviews"
    label = "reviews"

    def ready(self) -> None:
        from heed.platform.access.cases import SubjectKind, register_rows, register_subject
        from heed.platform.access.policies import reads_register
        from heed.platform.audit_log.records import RecordKind, register_record
        from heed.platform.notices.discussed import Discussed, register_discussed
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register
        from heed.reviews.queries import (
            case_titles,
            find_case,
            find_review,
            labels_of_reviews,
            match_review,
            review_rows,
        )
        from heed.reviews.registers import REFERRALS, REVIEWS

        for order, (label, page) in enumerate(
            (("Reviews", "list"), ("Case referrals", "referrals"), ("Pace", "pace")), start=20
        ):
            register(
                NavItem(
                    label=label,
                    url_name=f"reviews:{page}",
                    order=order,
                    group="Reviews",
                    shown=reads_register,
                )
            )
        register_rows("reviews", review_rows)
        register_subject(SubjectKind(word="review", find=find_case, match=match_review, titles=case_titles))
        REGISTERS.update({each.key: each for each in (REVIEWS, REFERRALS)})
        register_record(RecordKind("review", "reviews:review", labels_of_reviews))
        register_discussed(
            Discussed(
                "review", find=find_review, case_of=lambda row: row.public_id, of_case=lambda case: [case]
            )
        )
        _start_cases()
        _start_submissions()
        _start_drafts()
        _start_work()
        _start_proposals()
        _start_handovers()
        _start_history()


def _start_cases() -> None:
    from heed.platform.access.cases import register_rows
    from heed.platform.approvals.types import ApprovalKind
    from heed.platform.approvals.types import register_kind as register_approval
    from heed.platform.notices.due import register_due
    from heed.reviews.due.cases import (
        ASKED,
        CLOCKS,
        LOOK_AGAIN,
        UNDECIDED_CASES,
        UNRECEIVED,
        UNSAFE,
        UNSAFE_ASKED,
        UNSAFE_RETURNS,
    )
    from heed.reviews.operations import settle_decision
    from heed.reviews.parts import PartGroup, ReviewPart, register_ahead, register_part
    from heed.reviews.presenters.ahead import ahead_of_case, ahead_of_clocks, ahead_of_rapid
    from heed.reviews.queries.attachments import attachment_rows
    from heed.reviews.queries.cases import (
        DECISION,
        TABLES,
        decision_refs_of_case,
        find_decision,
        recommenders_of,
    )

    for table, rows in {**TABLES, "attachments": attachment_rows}.items():
        register_rows(table, rows)
    register_approval(
        ApprovalKind(
            name=DECISION,
            decisions=("hold_review",),
            find=find_decision,
            of_case=decision_refs_of_case,
            settled=settle_decision,
            not_by=recommenders_of,
        )
    )
    for due in (UNSAFE, UNSAFE_ASKED, UNSAFE_RETURNS, UNDECIDED_CASES, UNRECEIVED, LOOK_AGAIN, CLOCKS, ASKED):
        register_due(due)
    for key, label, order in (
        ("decision", "Referral and decision", 10),
        ("rapid", "Rapid review", 20),
        ("clocks", "Clocks", 30),
    ):
        register_part(
            ReviewPart(
                key=key,
                label=label,
                url_name=f"reviews:{key}",
                order=order,
                group=PartGroup.DECISION,
                shown=_in_heed,
            )
        )
    for tells in (ahead_of_case, ahead_of_rapid, ahead_of_clocks):
        register_ahead(tells)


def _start_submissions() -> None:
    from heed.platform.access.cases import register_rows
    from heed.platform.audit_log.records import RecordKind, refs_of, register_record
    from heed.platform.notices.due import register_due
    from heed.reviews.due.submissions import SUBMISSIONS, TO_LOOK_OVER, TO_SIGN_OFF
    from heed.reviews.parts import PartGroup, ReviewPart, register_ahead, register_part
    from heed.reviews.presenters.ahead import ahead_of_submissions
    from heed.reviews.queries.submissions import labels_of_submissions, non_compliance_rows, submission_rows

    register_part(
        ReviewPart(
            key="submissions",
            label="Submissions",
            url_name="reviews:submissions",
            order=40,
            group=PartGroup.GATHERING,
        )
    )
    register_rows("submissions", submission_rows)
    register_rows("non_compliance", non_compliance_rows)
    register_record(
        RecordKind(
            "submission", "reviews:submission", labels_of_submissions, of_case=refs_of(submission_rows)
        )
    )
    register_ahead(ahead_of_submissions)
    for due in (SUBMISSIONS, TO_LOOK_OVER, TO_SIGN_OFF):
        register_due(due)


def _start_drafts() -> None:
    from heed.platform.access.cases import register_rows
    from heed.platform.approvals.types import ApprovalKind
    from heed.platform.approvals.types import register_kind as register_approval
    from heed.platform.notices.due import register_due
    from heed.reviews.due.drafts import DRAFTS
    from heed.reviews.due.frameworks import FRAMEWORKS
    from heed.reviews.operations import settle_acceptance
    from heed.reviews.parts import PartGroup, ReviewPart, register_ahead, register_part
    from heed.reviews.policies.drafts import check_report_ready, is_offered
    from heed.reviews.presenters.drafts import ahead_of_drafts
    from heed.reviews.queries import drafts as queries

    register_part(
        ReviewPart(
            key="drafts",
            label="Drafts",
            url_name="reviews:drafts",
            order=90,
            group=PartGroup.REPORT,
            shown=is_offered,
        )
    )
    register_rows("reportdraft", queries.draft_rows)
    register_rows("draftchallenge", queries.challenge_rows)
    register_approval(
        ApprovalKind(
            name=queries.REPORT,
            decisions=("accept_report",),
            find=queries.find_report,
            of_case=queries.report_refs_of_case,
            settled=settle_acceptance,
            not_by=queries.senders_of,
            ready=check_report_ready,
        )
    )
    for due in (DRAFTS, FRAMEWORKS):
        register_due(due)
    register_ahead(ahead_of_drafts)


def _start_proposals() -> None:
    from heed.platform.access.cases import register_rows
    from heed.platform.approvals.types import ApprovalKind
    from heed.platform.approvals.types import register_kind as register_approval
    from heed.reviews.operations import settle_appointment, settle_step
    from heed.reviews.parts import register_ahead
    from heed.reviews.policies.stages import check_step_ready
    from heed.reviews.presenters.ahead_work import ahead_of_proposals
    from heed.reviews.queries import proposals as queries

    register_rows("proposals", queries.proposal_rows)
    register_approval(
        ApprovalKind(
            name=queries.STEP,
            decisions=("withhold_report", "close_review"),
            find=queries.show_step,
            of_case=queries.step_refs_of_case,
            settled=settle_step,
            not_by=queries.proposers_of,
            ready=check_step_ready,
        )
    )
    register_approval(
        ApprovalKind(
            name=queries.APPOINTMENT,
            decisions=("appoint_reviewer",),
            find=queries.show_appointment,
            of_case=queries.appointment_refs_of_case,
            settled=settle_appointment,
            not_by=queries.appointers_of,
        )
    )
    register_ahead(ahead_of_proposals)


def _start_handovers() -> None:
    from heed.platform.access.cases import register_rows
    from heed.platform.access.roles import Permission
    from heed.platform.notices.due import register_due
    from heed.reviews.due.cases import OFFERS
    from heed.reviews.parts import PartGroup, ReviewPart, register_part
    from heed.reviews.queries.handovers import came_from, handover_rows, handovers_of, offered_rows

    register_rows("handovers", handover_rows)
    register_rows("offered_cases", offered_rows)
    register_due(OFFERS)
    register_part(
        ReviewPart(
            key="handover",
            label="Handing over",
            url_name="reviews:handover",
            order=34,
            group=PartGroup.DECISION,
            shown=lambda actor, review: bool(
                (actor.may(Permission.HAND_OVER) and review.guidance)
                or handovers_of(actor, review)
                or came_from(actor, review)
            ),
        )
    )


def _start_history() -> None:
    from heed.reviews.parts import ReviewPart, register_part

    register_part(ReviewPart(key="history", label="History", url_name="reviews:history", order=110))


def _in_heed(actor: Any, review: Any) -> bool:
    """Whether Heed has carried the review on since its case was put forward; not one that came with its report."""
    return bool(review.guidance)


def _start_work() -> None:
    from heed.platform.access.cases import register_rows
    from heed.platform.access.roles import Permission
    from heed.platform.audit_log.records import RecordKind, refs_of, register_record
    from heed.platform.notices.due import register_due
    from heed.reviews.due.proceedings import TO_ASK, TO_RESUME
    from heed.reviews.parts import PartGroup, ReviewPart, register_ahead, register_part
    from heed.reviews.presenters.ahead_work import (
        ahead_of_children,
        ahead_of_method,
        ahead_of_participation,
        ahead_of_people,
        ahead_of_proceedings,
        ahead_of_terms,
    )
    from heed.reviews.queries.childs_life import labels_of_lives, life_rows
    from heed.reviews.queries.participation import (
        family_request_rows,
        labels_of_participants,
        participant_question_rows,
        participant_rows,
    )
    from heed.reviews.queries.people import appointment_rows, panel_meeting_rows, panel_rows
    from heed.reviews.queries.proceedings import labels_of_proceedings, proceedings_rows
    from heed.reviews.queries.terms import question_rows, terms_rows

    for key, label, order, group in (
        ("people", "People", 31, PartGroup.PEOPLE),
        ("terms", "Terms of reference", 35, PartGroup.GATHERING),
        ("proceedings", "Proceedings", 65, PartGroup.GATHERING),
    ):
        register_part(ReviewPart(key=key, label=label, url_name=f"reviews:{key}", order=order, group=group))
    register_part(
        ReviewPart(
            key="participation",
            label="Participation",
            url_name="reviews:participation",
            order=45,
            group=PartGroup.PEOPLE,
            shown=lambda actor, review: actor.may(Permission.SEE_PARTICIPATION),
        )
    )
    register_part(
        ReviewPart(
            key="children",
            label="Daily life",
            url_name="reviews:children",
            order=60,
            group=PartGroup.REPORT,
            shown=lambda actor, review: actor.may(Permission.READ_DRAFTS),
        )
    )
    for kind in (
        RecordKind("childs_life", "reviews:childs_life", labels_of_lives, of_case=refs_of(life_rows)),
        RecordKind(
            "participant", "reviews:participant", labels_of_participants, of_case=refs_of(participant_rows)
        ),
        RecordKind(
            "proceedings", "reviews:proceeding", labels_of_proceedings, of_case=refs_of(proceedings_rows)
        ),
    ):
        register_record(kind)
    for table, rows in (
        ("appointments", appointment_rows),
        ("childrens_life", life_rows),
        ("participants", participant_rows),
        ("participant_questions", participant_question_rows),
        ("family_requests", family_request_rows),
        ("panel", panel_rows),
        ("panel_meetings", panel_meeting_rows),
        ("proceedings", proceedings_rows),
        ("questions", question_rows),
        ("terms", terms_rows),
    ):
        register_rows(table, rows)
    register_due(TO_RESUME)
    register_due(TO_ASK)
    for tells in (
        ahead_of_proceedings,
        ahead_of_people,
        ahead_of_terms,
        ahead_of_participation,
        ahead_of_children,
        ahead_of_method,
    ):
        register_ahead(tells)
