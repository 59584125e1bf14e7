from django.urls import path

from heed.reviews.views import (
    cases,
    clocks,
    drafts,
    frameworks,
    pages,
    participation,
    people,
    proceedings,
    rapid,
    safety,
    submissions,
    terms,
    timescales,
    writing,
)

app_name = "reviews"
urlpatterns = [
    path("", pages.reviews, name="list"),
    path("refer/", cases.refer, name="refer"),
    path("referrals/", cases.referrals, name="referrals"),
    path("front-door/", cases.say_front_door, name="front_door"),
    path("timescales/", timescales.timescales, name="timescales"),
    path("pace/", clocks.pace, name="pace"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("commissioners/", submissions.commissions, name="commissions"),
    path("submissions/<slug:ref>/", submissions.submission, name="submission"),
    path("submissions/<slug:ref>/write/", writing.write_submission, name="write_submission"),
    path("submissions/<slug:ref>/<int:number>/", submissions.version, name="submission_version"),
    path("submissions/<slug:ref>/<int:number>/file/", submissions.submission_file, name="submission_file"),
    path("participants/<slug:ref>/", participation.participant, name="participant"),
    path("proceedings/<slug:ref>/", proceedings.proceeding, name="proceeding"),
    path("<slug:ref>/", pages.review, name="review"),
    path(
        "<slug:ref>/first-question/<slug:agency>/<slug:about>/", safety.first_question, name="first_question"
    ),
    path("<slug:ref>/decision/", cases.decision, name="decision"),
    path("<slug:ref>/rapid-review/", rapid.rapid, name="rapid"),
    path("<slug:ref>/rapid-review/letter/", rapid.letter, name="letter"),
    path("<slug:ref>/clocks/", clocks.clocks, name="clocks"),
    path("<slug:ref>/participation/", participation.participation, name="participation"),
    path("<slug:ref>/people/", people.people, name="people"),
    path("<slug:ref>/proceedings/", proceedings.proceedings, name="proceedings"),
    path("<slug:ref>/submissions/", submissions.submissions, name="submissions"),
    path("<slug:ref>/drafts/", drafts.drafts, name="drafts"),
    path("<slug:ref>/drafts/<int:number>/", drafts.draft, name="draft"),
    path("<slug:ref>/drafts/<int:number>/file/", drafts.draft_file, name="draft_file"),
    path("<slug:ref>/drafts/<int:before>/<int:after>/", drafts.draft_changes, name="draft_changes"),
    path("<slug:ref>/terms/", terms.terms, name="terms"),
]
