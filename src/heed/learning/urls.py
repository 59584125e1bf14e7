from django.urls import path

from heed.learning import views
from heed.learning.views import answering, asking, finding_out, judging, superseding, theming, withholding

app_name = "learning"
urlpatterns = [
    path("", views.recommendations, name="list"),
    path("answers/", views.responses, name="responses"),
    path("theme/", theming.theme, name="theme"),
    path("theme/undo/", theming.undo_theme, name="undo_theme"),
    path("ask/", asking.ask, name="ask"),
    path("asked/", answering.asked, name="asked"),
    path("requests/", asking.requests, name="requests"),
    path("requests/chase/", asking.chase_many, name="chase"),
    path("requests/<slug:ref>/", asking.request_, name="request"),
    path("requests/<slug:ref>/answer/", answering.answer, name="answer"),
    path("findings/", views.findings, name="findings"),
    path("findings/<slug:ref>/", views.finding, name="finding"),
    path("findings/<slug:ref>/led-to/", views.led_to, name="led_to"),
    path("findings/<slug:ref>/behind/", finding_out.behind, name="behind"),
    path("findings/<slug:ref>/public/", finding_out.public, name="public"),
    path("early/<slug:ref>/", finding_out.early, name="early"),
    path("of/<slug:ref>/", finding_out.of_review, name="of_review"),
    path("<slug:ref>/", views.recommendation, name="recommendation"),
    path("<slug:ref>/superseded/", superseding.supersede, name="supersede"),
    path("<slug:ref>/public/", withholding.withhold, name="withhold"),
    path("<slug:ref>/parts/", judging.divide, name="divide"),
    path("<slug:ref>/answers/<slug:answer>/judge/", judging.judge, name="judge"),
    path("<slug:ref>/name/", views.name, name="name"),
]
