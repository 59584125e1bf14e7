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
        from heed.reviews.registers import REVIEWS

        register(
            NavItem(label="Reviews", url_name="reviews:list", order=20, group="Reviews", shown=reads_register)
        )
        register_rows("reviews", review_rows)
        register_subject(SubjectKind(word="review", find=find_case, match=match_review, titles=case_titles))
        REGISTERS.update({each.key: each for each in (REVIEWS,)})
        register_record(RecordKind("review", "reviews:review", labels_of_reviews))
        register_discussed(
            Discussed(
                "review", find=find_review, case_of=lambda row: row.public_id, of_case=lambda case: [case]
            )
        )
        _start_submissions()


def _start_submissions() -> None:
    from heed.platform.access.cases import register_rows
    from heed.platform.audit_log.records import RecordKind, register_record
    from heed.platform.notices.due import register_due
    from heed.reviews.due.submissions import SUBMISSIONS, TO_LOOK_OVER, TO_SIGN_OFF
    from heed.reviews.parts import ReviewPart, register_part
    from heed.reviews.queries.submissions import labels_of_submissions, non_compliance_rows, submission_rows

    register_part(
        ReviewPart(key="submissions", label="Submissions", url_name="reviews:submissions", order=40)
    )
    register_rows("submissions", submission_rows)
    register_rows("non_compliance", non_compliance_rows)
    register_record(RecordKind("submission", "reviews:submission", labels_of_submissions))
    for due in (SUBMISSIONS, TO_LOOK_OVER, TO_SIGN_OFF):
        register_due(due)
