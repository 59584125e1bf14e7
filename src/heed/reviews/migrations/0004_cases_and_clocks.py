import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import heed.platform.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_together"),
        ("library", "0001_together"),
        ("partnerships", "0001_together"),
        ("reviews", "0003_submissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyAsked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("asked_on", models.DateField()),
                (
                    "safety",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no", "No child is unsafe now, as far as is known"),
                            ("yes", "Yes, a child may be unsafe now"),
                            ("not_known", "Not known yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("safety_words", models.CharField(blank=True, max_length=300)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "agencies asked",
            },
        ),
        migrations.CreateModel(
            name="CaseDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("review", "There is a review"),
                            ("other_learning", "Other local learning, without a review"),
                            ("no_review", "No review"),
                            ("defer", "Put off: look again on a day"),
                        ],
                        max_length=14,
                    ),
                ),
                ("review_kind", models.CharField(blank=True, max_length=80)),
                ("reasons", models.TextField()),
                ("criteria", models.JSONField(default=list)),
                ("dissent", models.TextField(blank=True)),
                ("waits_for", models.CharField(blank=True, max_length=300)),
                ("look_again_on", models.DateField(blank=True, null=True)),
                ("guidance", models.CharField(max_length=200)),
                ("recommended_at", models.DateTimeField()),
                ("stands_from", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="CaseReferral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reference", models.CharField(max_length=20)),
                ("referred_on", models.DateField()),
                ("referred_at", models.DateTimeField()),
                (
                    "safety",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no", "No child is unsafe now, as far as is known"),
                            ("yes", "Yes, a child may be unsafe now"),
                            ("not_known", "Not known yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("who_acted", models.CharField(blank=True, max_length=300)),
                ("acted_when", models.CharField(blank=True, max_length=120)),
                ("children", models.JSONField(default=list)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("death", "A child died"),
                            ("serious_harm", "A child was seriously harmed"),
                            ("opportunity", "An opportunity to learn, without death or serious harm"),
                        ],
                        max_length=14,
                    ),
                ),
                ("what_happened", models.TextField()),
                ("factors", models.TextField(blank=True)),
                ("agencies_known", models.TextField(blank=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ClockPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(max_length=300)),
                ("cause", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RapidReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("aware_on", models.DateField()),
                ("notified_on", models.DateField()),
                ("their_reference", models.CharField(blank=True, max_length=40)),
                ("met_on", models.DateField(blank=True, null=True)),
                ("met_words", models.TextField(blank=True)),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("replied_on", models.DateField(blank=True, null=True)),
                ("reply_by", models.CharField(blank=True, max_length=160)),
                ("reply_agrees", models.BooleanField(blank=True, null=True)),
                ("reply_words", models.TextField(blank=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closed_why", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="RelatedReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("other_ref", models.CharField(max_length=12)),
                (
                    "tie",
                    models.CharField(
                        choices=[
                            ("same_case", "same_case"),
                            ("same_child", "same_child"),
                            ("neither", "neither"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("key", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=120)),
                ("rule", models.JSONField(default=dict)),
                ("starts_on", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("because", models.TextField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("end_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewStage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=heed.platform.base.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("referred", "referred"),
                            ("decided", "decided"),
                            ("commissioned", "commissioned"),
                            ("gathering", "gathering"),
                            ("drafting", "drafting"),
                            ("accepted", "accepted"),
                            ("published", "published"),
                            ("withheld", "withheld"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reached_on", models.DateField()),
                ("why", models.CharField(blank=True, max_length=300)),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="review",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("review", "review"),
                    ("other_learning", "other_learning"),
                    ("no_review", "no_review"),
                    ("defer", "defer"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="guidance",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="review",
            name="incident_earliest",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="incident_latest",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="incident_text",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="review",
            name="look_again_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("traditional", "Traditional: agency reports and a review panel"),
                    ("participative", "Participative: with practitioners and family"),
                    ("systems", "Systems: conversations and findings about the system"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("incident_earliest__isnull", True),
                    ("incident_latest__gte", models.F("incident_earliest")),
                    _connector="OR",
                ),
                name="review_incident_range_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "defer"), _negated=True),
                    ("look_again_on__isnull", False),
                    _connector="OR",
                ),
                name="review_deferred_has_a_day_to_look_again",
            ),
        ),
        migrations.AddField(
            model_name="agencyasked",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.agency"
            ),
        ),
        migrations.AddField(
            model_name="agencyasked",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="agencyasked",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="agencyasked",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="agencyasked",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="reviews.review"
            ),
        ),
        migrations.AddField(
            model_name="agencyasked",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.scope",
            ),
        ),
        migrations.AddField(
            model_name="casedecision",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="casedecision",
            name="recommended_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="casedecision",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="reviews.review"
            ),
        ),
        migrations.AddField(
            model_name="casedecision",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.scope",
            ),
        ),
        migrations.AddField(
            model_name="casereferral",
            name="acknowledged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casereferral",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.agency"
            ),
        ),
        migrations.AddField(
            model_name="casereferral",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="casereferral",
            name="referred_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="casereferral",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="reviews.review"
            ),
        ),
        migrations.AddField(
            model_name="casereferral",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.scope",
            ),
        ),
        migrations.AddField(
            model_name="clockpause",
            name="said_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rapidreview",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="rapidreview",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="rapid", to="reviews.review"
            ),
        ),
        migrations.AddField(
            model_name="rapidreview",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.scope",
            ),
        ),
        migrations.AddField(
            model_name="relatedreview",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="relatedreview",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="related", to="reviews.review"
            ),
        ),
        migrations.AddField(
            model_name="relatedreview",
            name="said_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="relatedreview",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.scope",
            ),
        ),
        migrations.AddField(
            model_name="reviewclock",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.agency",
            ),
        ),
        migrations.AddField(
            model_name="reviewclock",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="reviewclock",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="clocks", to="reviews.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewclock",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.scope",
            ),
        ),
        migrations.AddField(
            model_name="clockpause",
            name="clock",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="reviews.reviewclock"
            ),
        ),
        migrations.AddField(
            model_name="reviewstage",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="reviewstage",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="reviews.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewstage",
            name="said_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewstage",
            name="scope",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyasked",
            constraint=models.UniqueConstraint(fields=("review", "agency"), name="agency_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="casedecision",
            constraint=models.UniqueConstraint(
                fields=("review", "number"), name="case_decision_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="casedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "defer"), _negated=True),
                    models.Q(("look_again_on__isnull", False), models.Q(("waits_for", ""), _negated=True)),
                    _connector="OR",
                ),
                name="case_deferred_until_a_day_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="casedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "review"), _negated=True),
                    models.Q(("review_kind", ""), _negated=True),
                    _connector="OR",
                ),
                name="case_decision_names_its_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="casereferral",
            constraint=models.UniqueConstraint(
                fields=("partnership", "reference"), name="case_referral_reference_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rapidreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("notified_on__gte", models.F("aware_on"))),
                name="rapid_review_notified_once_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rapidreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True), models.Q(("closed_why", ""), _negated=True), _connector="OR"
                ),
                name="rapid_review_closed_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="relatedreview",
            constraint=models.UniqueConstraint(fields=("review", "other_ref"), name="related_review_once"),
        ),
        migrations.AddIndex(
            model_name="reviewclock",
            index=models.Index(fields=["partnership", "due_on"], name="review_clock_due"),
        ),
        migrations.AddConstraint(
            model_name="reviewclock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("review", "key", "agency", "about"),
                name="review_clock_runs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewclock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency__isnull", True), ("ended_on__isnull", True)),
                fields=("review", "key", "about"),
                name="review_clock_runs_once_for_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockpause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("began_on")), _connector="OR"
                ),
                name="clock_pause_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockpause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("clock", "cause"),
                name="clock_paused_once_for_a_cause",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewstage",
            index=models.Index(fields=["review", "state"], name="stage_of_review"),
        ),
    ]
