from django.urls import path

from heed.information.views import access_reviews, agreements, overview, releases, requests, retention

app_name = "information"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/add/", agreements.add, name="add_agreement"),
    path("agreements/<slug:ref>/", agreements.agreement, name="agreement"),
    path("agreements/<slug:ref>/file/", agreements.file, name="agreement_file"),
    path("assessments/", agreements.assessments, name="assessments"),
    path("assessments/add/", agreements.add_one_assessment, name="add_assessment"),
    path("assessments/<slug:ref>/", agreements.assessment, name="assessment"),
    path("requests/", requests.requests, name="requests"),
    path("requests/add/", requests.add, name="add_request"),
    path("requests/<slug:ref>/", requests.request_page, name="request"),
    path("requests/<slug:ref>/mentions/", requests.mentions, name="mentions"),
    path("requests/<slug:ref>/mentions/<slug:mention>/", requests.mention, name="mention"),
    path("requests/<slug:ref>/bundle/", requests.bundle, name="bundle"),
    path("releases/", releases.releases, name="releases"),
    path("releases/add/", releases.add, name="add_release"),
    path("releases/<slug:ref>/", releases.release, name="release"),
    path("releases/<slug:ref>/files/", releases.files, name="release_files"),
    path("records/", releases.records, name="records"),
    path("records/add/", releases.add_record, name="add_record"),
    path("records/<slug:ref>/", releases.agency_record, name="record"),
    path("holds/", retention.holds, name="holds"),
    path("holds/add/", retention.add_hold, name="add_hold"),
    path("holds/<slug:ref>/", retention.hold, name="hold"),
    path("retention/", retention.rules_and_due, name="retention"),
    path("retention/<slug:key>/", retention.rule, name="retention_rule"),
    path("disposals/", retention.disposals, name="disposals"),
    path("disposals/<slug:ref>/", retention.disposal, name="disposal"),
    path("record-of-processing/", overview.record_of_processing, name="processing"),
    path("people/", access_reviews.turns, name="turns"),
    path("people/ends/<slug:member>/", access_reviews.settle, name="settle_end"),
    path("people/<slug:ref>/", access_reviews.confirm, name="confirm_people"),
]
