"""What reviews ask for, and what agencies answer: verbatim, each tied to its place in a Reading."""

from __future__ import annotations

from django.db import models

from heed.learning.types import Grade, RecommendationState, RequestState, Stance
from heed.platform.access.models import Record


class Theme(models.Model):
    """A heading of one review that gathers several of its recommendations."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "name"], name="theme_once_in_review")]

    def __str__(self) -> str:
        return self.name


class Recommendation(Record):
    """One ask. `text` never changes; `short_name` is ours. `state`, `thread` and
    `delivery` are computed, never typed."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="recommendations")
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    text = models.TextField()
    short_name = models.CharField(max_length=120, blank=True)
    section = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=80, blank=True)
    withheld = models.BooleanField(default=False)
    """It stands in no report for the public: a person says so, or its words were left out of the document."""
    withheld_why = models.CharField(max_length=300, blank=True)
    """The person's reason; "" where the document left its words out."""
    before_publication = models.BooleanField(default=False)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The one that stands for it now; why stands beside it."""
    superseded_why = models.CharField(max_length=300, blank=True)
    reading = models.ForeignKey(
        "library.Reading", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    spans = models.JSONField(default=list)
    written_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who put it into the register, where it was written here and not read from a document."""
    submission = models.ForeignKey(
        "reviews.Submission", null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    """What an agency handed in, and signed off, that asks for it."""
    registered_at = models.DateTimeField()
    state = models.CharField(
        max_length=30,
        choices=[(state.value, state.value) for state in RecommendationState],
        default=RecommendationState.REGISTERED,
    )
    thread = models.JSONField(default=list)
    delivery = models.JSONField(default=dict)
    """What its actions come to, as `learning.types.Delivery`: kept for when only the answers change."""

    class Meta:
        ordering = ["-review_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "reference"], name="recommendation_reference_once"
            ),
            models.CheckConstraint(
                condition=models.Q(reading__isnull=False) | models.Q(written_by__isnull=False),
                name="recommendation_was_read_or_written",
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_by__isnull=True)
                | (~models.Q(superseded_by=models.F("id")) & ~models.Q(superseded_why="")),
                name="recommendation_superseded_by_another_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(withheld=True) | models.Q(withheld_why=""),
                name="recommendation_withheld_or_without_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "state", "-review", "position", "scope"],
                name="recommendation_by_state",
            ),
            models.Index(
                fields=["partnership", "kind", "-review", "position", "scope"], name="recommendation_by_kind"
            ),
            models.Index(
                fields=["partnership", "-review", "position", "scope"], name="recommendation_in_order"
            ),
            # All that is asked to tell which agencies are silent.
            models.Index(
                fields=["partnership", "scope", "state", "theme", "id"], name="recommendation_and_its_theme"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RecommendationPart(models.Model):
    """One ask inside a compound recommendation: words of it, as printed, with their place."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    text = models.TextField()
    spans = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text[:60]


class Addressee(models.Model):
    """Whom a recommendation asks, in the document's words, and the agency that this is taken to mean."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="addressees")
    words = models.CharField(max_length=200)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.words


class AnswerRequest(Record):
    """One agency asked for its answer to one recommendation, by a day; `round` 2 and later after one was sent back.

    `parts` are those it is asked about; none means the whole. `agency` is whoever answers now: where an agency was
    merged, its successor; `asked_as` stays what it was called when it was asked.
    """

    reference = models.CharField(max_length=12)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=160)
    parts = models.ManyToManyField(RecommendationPart, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(blank=True)
    """What was said to the agency; where an answer was sent back, why it was not enough."""
    sent_back = models.ForeignKey(
        "Response", null=True, blank=True, on_delete=models.PROTECT, related_name="sent_back_as"
    )
    """The answer that was not enough, where this asks again for that reason."""
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in RequestState],
        default=RequestState.OPEN,
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "reference"], name="answer_request_reference_once"
            ),
            models.UniqueConstraint(
                fields=["recommendation", "agency"],
                condition=models.Q(state="open"),
                name="agency_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(settled_at__isnull=False),
                name="answer_request_is_settled_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "due_on", "scope"], name="answer_request_by_day"),
            models.Index(fields=["agency", "state", "due_on", "scope"], name="answer_request_of_agency"),
        ]

    def __str__(self) -> str:
        return self.reference


class Chase(models.Model):
    """An agency reminded of a request: when, by whom, and who there was told."""

    request = models.ForeignKey(AnswerRequest, on_delete=models.CASCADE, related_name="chases")
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    whom = models.CharField(max_length=300)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request} chased"


class AnswerDraft(models.Model):
    """What an agency is writing in answer to a request. Only that agency's people see it.

    `parts` holds, by the part's key ("" for the whole), its stance, text and reason.
    """

    request = models.OneToOneField(AnswerRequest, on_delete=models.CASCADE, related_name="draft")
    parts = models.JSONField(default=dict)
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"draft of {self.request}"


class Response(Record):
    """What an agency says to a recommendation, or to a whole theme, in its own words and a dated round.

    Read from a document, it has its Reading and place there. Signed here, it has the request that it answers, who
    signed it and when; its `text` is exactly what was signed. Neither is ever changed: a new round follows.
    """

    # Their indexes begin those of who answered, below.
    recommendation = models.ForeignKey(
        Recommendation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responses",
        db_index=False,
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="responses", db_index=False
    )
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency_words = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    stance = models.CharField(
        max_length=10, blank=True, choices=[(stance.value, stance.value) for stance in Stance]
    )
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField()
    reading = models.ForeignKey(
        "library.Reading", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    spans = models.JSONField(default=list)
    registered_at = models.DateTimeField()
    request = models.OneToOneField(
        AnswerRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="response"
    )
    signed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reading__isnull=False)
                | models.Q(request__isnull=False, signed_by__isnull=False),
                name="response_was_read_or_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(recommendation__isnull=False, theme__isnull=True)
                | models.Q(recommendation__isnull=True, theme__isnull=False),
                name="response_answers_a_recommendation_or_a_theme",
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "-registered_at", "-reading", "position", "scope"],
                name="response_in_order",
            ),
            # Who has answered what is asked of every addressee on one page.
            models.Index(
                fields=["recommendation", "agency", "partnership", "scope"], name="response_of_agency"
            ),
            models.Index(
                fields=["theme", "agency", "partnership", "scope"], name="response_of_agency_to_theme"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class PartAnswer(models.Model):
    """What a signed response says to one part, or to the whole where `part` is empty."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="part_answers")
    part = models.ForeignKey(
        RecommendationPart, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveIntegerField()
    stance = models.CharField(max_length=10, choices=[(stance.value, stance.value) for stance in Stance])
    text = models.TextField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stance__in=["in_part", "rejects"]) | ~models.Q(reason=""),
                name="answer_not_in_full_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stance}: {self.text[:60]}"


class Judgement(Record):
    """Whether an answer answers one part of a recommendation, in the eyes of somebody employed elsewhere.

    Kept for ever: whoever thinks otherwise later adds another, and the newest counts. `part` is empty for the whole.
    `judged_for` is the agency that the judge acted for.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="judgements")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="judgements")
    part = models.ForeignKey(
        RecommendationPart, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    grade = models.CharField(max_length=12, choices=[(grade.value, grade.value) for grade in Grade])
    reason = models.TextField(blank=True)
    judged_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    judged_for = models.CharField(max_length=160)
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade="full") | ~models.Q(reason=""), name="judgement_has_a_reason"
            )
        ]
        indexes = [models.Index(fields=["partnership", "recommendation", "scope"], name="judgement_in_order")]

    def __str__(self) -> str:
        return f"{self.grade}: {self.reason[:60]}"
