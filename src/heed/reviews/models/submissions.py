"""What agencies are asked to give to a review, what they gave, and what became of it."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id
from heed.reviews.types.submissions import Lacks, Stage, SubmissionState


class Submission(Record):
    """One agency asked for one kind of report to a review, by a day. `sections` and `questions` are what it is asked,
    as the rules stood then; `asked_as` what the agency was called. What it hands in are its versions, never changed.

    It is final only when signed off, in the role that its agency's kind requires (`signed_as`).
    """

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="submissions")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    sections = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in SubmissionState],
        default=SubmissionState.ASKED,
    )
    signed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_as = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_words = models.TextField(blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="submission_reference_once"),
            models.UniqueConstraint(
                fields=["review", "agency", "kind"],
                condition=~models.Q(state="withdrawn"),
                name="submission_asked_once_of_an_agency",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="final")
                | (models.Q(signed_by__isnull=False, signed_at__isnull=False) & ~models.Q(signed_as="")),
                name="submission_is_final_only_when_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "due_on", "scope"], name="submission_by_day"),
        ]

    def __str__(self) -> str:
        return self.reference


class SubmissionChase(models.Model):
    """An agency reminded of a submission: when, by whom, and who there was told."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="chases")
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    whom = models.CharField(max_length=300)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission} chased"


class SubmissionDraft(models.Model):
    """What an agency is writing. Only that agency's people see it. `written` holds a `types.submissions.Written`."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="draft")
    written = models.JSONField(default=dict)
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"draft of {self.submission}"


class SubmissionVersion(models.Model):
    """What an agency handed in, exactly as it did. `parts` are its sections with their words, or with the reason for
    having none; `missing` is what is still to come, where it is only a part."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    parts = models.JSONField(default=list)
    recommendations = models.JSONField(default=list)
    missing = models.TextField(blank=True)
    author = models.CharField(max_length=200)
    author_person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField()
    """When it was declared that the author had no part in the case."""
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="submission_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission}, version {self.number}"


class SubmissionCheck(models.Model):
    """A version looked over by somebody of another agency, against the checklist as it stood. `points` are its lines,
    each met or not, with what was said of it. Sent back, the agency is asked again by `again_by`."""

    version = models.ForeignKey(SubmissionVersion, on_delete=models.PROTECT, related_name="checks")
    points = models.JSONField(default=list)
    grade = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    sent_back = models.BooleanField(default=False)
    again_by = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    checked_for = models.CharField(max_length=160)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_back=False) | ~models.Q(words=""),
                name="submission_is_sent_back_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} checked"


class NonCompliance(Record):
    """An agency that does not give what it was asked, sent on from one body to the next by somebody who has spoken to
    it. It is closed only with evidence that the agency takes part (`engagement`)."""

    reference = models.CharField(max_length=12)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="non_compliance")
    lacks = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Lacks])
    stage = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Stage])
    engagement = models.TextField(blank=True)
    engaged_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "non-compliance"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "reference"], name="non_compliance_reference_once"
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(closed_at__isnull=True), name="non_compliance_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | (models.Q(closed_by__isnull=False, engaged_on__isnull=False) & ~models.Q(engagement="")),
                name="non_compliance_closes_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class NonComplianceStep(models.Model):
    """One sending on: to whom, by whom, and whom they had spoken to at the agency before. `commissioner` is who was
    told where that is the agency's commissioner."""

    case = models.ForeignKey(NonCompliance, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Stage])
    spoken_to = models.CharField(max_length=200)
    spoken_on = models.DateField()
    words = models.TextField()
    commissioner = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "stage"], name="non_compliance_stage_once")]

    def __str__(self) -> str:
        return f"{self.case} to {self.stage}"


class Commission(Record):
    """Who commissions an agency's service: the way to whoever can make it take part."""

    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    commissioner = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=200)
    clause = models.TextField(blank=True)
    """What the contract or specification says of safeguarding and of reviews."""
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["agency__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(agency=models.F("commissioner")), name="commissioned_by_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
                name="commission_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commissioner} commissions {self.agency}: {self.service}"
