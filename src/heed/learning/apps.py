from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "heed.learning"
    label = "learning"

    def ready(self) -> None:
        from heed.learning.due import ASKED, OF_REQUESTS, OF_RESPONSES, TO_JUDGE, UNANSWERED
        from heed.learning.operations import take_recommendations
        from heed.learning.panels import (
            asked_of_own_agency,
            behind_panel,
            endorsed_panel,
            findings_panel,
            matrix_panel,
            own_panel,
            recommendations_panel,
            silent_panel,
        )
        from heed.learning.policies import answers_for_agency, asks_agencies
        from heed.learning.queries import (
            OF_RECOMMENDATION,
            OF_REVIEW,
            answers_of_recommendation,
            answers_to_review,
            find_finding,
            find_recommendation,
            finding_rows,
            judgement_rows,
            labels_of_findings,
            labels_of_recommendations,
            labels_of_requests,
            places_of_findings,
            places_of_recommendations,
            recommendation_refs_of_case,
            recommendation_rows,
            request_rows,
            response_rows,
        )
        from heed.learning.queries.written import early_learning_rows
        from heed.learning.registers import (
            FINDINGS,
            OF_DOCUMENTS,
            OF_REVIEWS,
            RECOMMENDATIONS,
            REQUESTS,
            RESPONSES,
        )
        from heed.library.places import register_places
        from heed.platform.access.cases import register_rows
        from heed.platform.access.policies import reads_register
        from heed.platform.approvals.types import ApprovalKind
        from heed.platform.approvals.types import register_kind as register_approval
        from heed.platform.audit_log.records import RecordKind, refs_of, register_record
        from heed.platform.notices.discussed import Discussed, register_discussed
        from heed.platform.notices.due import register_due
        from heed.platform.registers.types import register_narrowings
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register
        from heed.platform.ui.panels import register_panel
        from heed.reviews.parts import PartGroup, ReviewPart, register_part
        from heed.reviews.types.submissions import FINALS

        for label, page, order, group, shown in (
            ("Asked of us", "asked", 15, "", answers_for_agency),
            ("Findings", "findings", 25, "Reviews", reads_register),
            ("Recommendations", "list", 30, "Recommendations", reads_register),
            ("Answers", "responses", 33, "Recommendations", reads_register),
            ("Requests", "requests", 35, "Recommendations", asks_agencies),
        ):
            register(NavItem(label=label, url_name=f"learning:{page}", order=order, group=group, shown=shown))
        register_rows("recommendations", recommendation_rows)
        register_rows("responses", response_rows)
        register_rows("findings", finding_rows)
        register_rows("answerrequests", request_rows)
        register_rows("judgements", judgement_rows)
        register_rows("early_learning", early_learning_rows)
        register_part(
            ReviewPart(
                key="findings",
                label="Findings",
                url_name="learning:of_review",
                order=50,
                group=PartGroup.REPORT,
            )
        )
        register_panel("finding", behind_panel, order=5)
        register_record(
            RecordKind(
                "recommendation",
                "learning:recommendation",
                labels_of_recommendations,
                of_case=refs_of(recommendation_rows),
            )
        )
        register_record(RecordKind("answer_request", "learning:request", labels_of_requests))
        register_record(
            RecordKind("finding", "learning:finding", labels_of_findings, of_case=refs_of(finding_rows))
        )
        register_places(places_of_recommendations)
        register_places(places_of_findings)
        register_due(ASKED)
        register_due(UNANSWERED)
        register_due(TO_JUDGE)
        register_panel("home", asked_of_own_agency, order=5)
        register_panel("home", silent_panel, order=6)
        register_approval(
            ApprovalKind(
                name=OF_RECOMMENDATION,
                decisions=("endorse_response",),
                find=answers_of_recommendation,
                of_case=recommendation_refs_of_case,
            )
        )
        register_approval(
            ApprovalKind(
                name=OF_REVIEW,
                decisions=("endorse_response",),
                find=answers_to_review,
                of_case=lambda case_ref: [case_ref],
            )
        )
        register_panel("recommendation", endorsed_panel(OF_RECOMMENDATION), order=5)
        register_panel("review", endorsed_panel(OF_REVIEW), order=25)
        register_panel("review", recommendations_panel, order=10)
        register_panel("review", own_panel, order=15)
        register_panel("review", matrix_panel, order=20)
        register_panel("review", findings_panel, order=30)
        register_discussed(
            Discussed(
                "recommendation",
                find=find_recommendation,
                case_of=lambda row: row.review.public_id,
                of_case=lambda case: recommendation_rows(case).values_list("public_id", flat=True),
            )
        )
        register_discussed(
            Discussed(
                "finding",
                find=find_finding,
                case_of=lambda row: row.review.public_id,
                of_case=lambda case: finding_rows(case).values_list("public_id", flat=True),
            )
        )
        FINALS.append(take_recommendations)
        register_narrowings("reviews", *OF_REVIEWS)
        register_narrowings("answer-requests", OF_REQUESTS)
        register_narrowings("responses", OF_RESPONSES)
        register_narrowings("documents", *OF_DOCUMENTS)
        REGISTERS.update(
            {
                each.key: each
                for each in (
                    FINDINGS,
                    RECOMMENDATIONS,
                    REQUESTS,
                    RESPONSES,
                )
            }
        )
