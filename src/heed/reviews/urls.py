from django.urls import path

from heed.reviews.views import pages, submissions, writing

app_name = "reviews"
urlpatterns = [
    path("", pages.reviews, name="list"),
    path("commissioners/", submissions.commissions, name="commissions"),
    path("submissions/<slug:ref>/", submissions.submission, name="submission"),
    path("submissions/<slug:ref>/write/", writing.write_submission, name="write_submission"),
    path("submissions/<slug:ref>/<int:number>/", submissions.version, name="submission_version"),
    path("submissions/<slug:ref>/<int:number>/file/", submissions.submission_file, name="submission_file"),
    path("<slug:ref>/", pages.review, name="review"),
    path("<slug:ref>/submissions/", submissions.submissions, name="submissions"),
]
