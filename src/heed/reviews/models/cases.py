"""A case put forward, and what is decided about it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record
from heed.reviews.rules.cases import safety_is_open
from heed.reviews.types import CATEGORIES, OUTCOMES, SAFETY


class AsksSafety(Record):
    """Something of which is asked first whether any child is unsafe now. What was said before is kept as revisions."""

    safety = models.CharField(max_length=10, blank=True, choices=list(SAFETY.items()))
    """Whether any child is unsafe now; "" while nobody has said."""
    who_acted = models.CharField(max_length=300, blank=True)
    acted_when = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether nobody has said that no child is unsafe, or who acted and when."""
        return safety_is_open(self.safety, self.who_acted, self.acted_when)

    @property
    def asked_of(self) -> str:
        """What was asked first, as a page names it."""
        raise NotImplementedError

    @property
    def asked_since(self) -> date:
        """The day on which it came in."""
        raise NotImplementedError


class CaseReferral(AsksSafety):
    """A case put forward for possible review by somebody of an agency. Never a referral of a child to social care.

    Two referrals of one case belong to the same review. `children` are the children concerned, siblings too, one in
    each entry, as whoever referred them calls them.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="referrals")
    reference = models.CharField(max_length=20)
    referred_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    referred_on = models.DateField()
    referred_at = models.DateTimeField()
    children = models.JSONField(default=list)
    category = models.CharField(max_length=14, choices=list(CATEGORIES.items()))
    what_happened = models.TextField()
    factors = models.TextField(blank=True)
    family = models.TextField(blank=True)
    """Who is in the family and the wider family, and how they belong together, as the agency knows them."""
    before = models.TextField(blank=True)
    """What happened in it before: earlier incidents, referrals and plans."""
    agencies_known = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="case_referral_reference_once")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def asked_of(self) -> str:
        return self.reference

    @property
    def asked_since(self) -> date:
        return self.referred_on


class FirstQuestion(AsksSafety):
    """What an agency said first when it came to give something to a review: whether any child is unsafe now. `about`
    is the reference of its submission, or "chronology"."""

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="first_questions")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=20)
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "agency", "about"], name="first_question_once")
        ]

    def __str__(self) -> str:
        return f"first question of {self.about} for {self.review_id}"

    @property
    def asked_of(self) -> str:
        return f"{self.agency.name}, {self.about}"

    @property
    def asked_since(self) -> date:
        return self.said_on


class CaseDecision(Record):
    """What somebody recommended to decide about a case. It stands from when those who decide have all said so.

    Rows are added and never changed, but for the moment from which they stand: a later one that stands takes the
    place of an earlier, and both stay to be read. `criteria` are the questions of the edition with their answers.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=14, choices=list(OUTCOMES.items()))
    review_kind = models.CharField(max_length=80, blank=True)
    reasons = models.TextField()
    criteria = models.JSONField(default=list)
    dissent = models.TextField(blank=True)
    waits_for = models.CharField(max_length=300, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    guidance = models.CharField(max_length=200)
    recommended_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField()
    stands_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="case_decision_numbered_once"),
            models.CheckConstraint(
                condition=~Q(outcome="defer") | Q(look_again_on__isnull=False) & ~Q(waits_for=""),
                name="case_deferred_until_a_day_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="review") | ~Q(review_kind=""), name="case_decision_names_its_review"
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.number} of {self.review_id}"
