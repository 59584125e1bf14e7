"""Every address of Heed. A new one must be in tests/house_rules/permissions.toml too."""

from django.urls import include, path

from heed.platform.http.views import health

urlpatterns = [
    path("", include("heed.home.urls")),
    path("", include("heed.platform.entrance.urls")),
    path("", include("heed.platform.single_use.urls")),
    path("library/", include("heed.library.urls")),
    path("library/bring-in/", include("heed.intake.urls")),
    path("reviews/", include("heed.reviews.urls")),
    path("", include("heed.chronologies.urls")),
    path("recommendations/", include("heed.learning.urls")),
    path("actions/", include("heed.plans.urls")),
    path("memory/", include("heed.memory.urls")),
    path("agencies/", include("heed.agencies.urls")),
    path("successions/", include("heed.successions.urls")),
    path("approvals/", include("heed.platform.approvals.urls")),
    path("people/", include("heed.platform.people.urls")),
    path("demo/", include("heed.platform.demo.urls")),
    path("drafts/", include("heed.platform.drafts.urls")),
    path("assurance/", include("heed.assurance.urls")),
    path("meetings/", include("heed.governance.urls")),
    path("information/", include("heed.information.urls")),
    path("reports/", include("heed.reports.urls")),
    path("publishing/", include("heed.publishing.urls")),
    path("", include("heed.publishing.public_urls")),
    path("themes/", include("heed.memory.theme_urls")),
    path("search/", include("heed.memory.search_urls")),
    path("shared/", include("heed.memory.shared_urls")),
    path("registers/", include("heed.platform.registers.urls")),
    path("safekeeping/", include("heed.platform.safekeeping.urls")),
    path("history/", include("heed.platform.history.urls")),
    path("notices/", include("heed.platform.notices.urls")),
    path("jobs/", include("heed.platform.jobs.urls")),
    path("help/", include("heed.platform.ui.urls")),
    path("health/", health, name="health"),
]

handler404 = "heed.platform.http.views.not_found"
handler500 = "heed.platform.http.views.broken"
handler403 = "heed.platform.http.views.forbidden"
handler400 = "heed.platform.http.views.bad_request"
