from django.urls import path

from heed.publishing.views import dates, of_review, publications, reaching, texts

app_name = "publishing"
urlpatterns = [
    path("", publications.publications, name="list"),
    path("add/", publications.add, name="add"),
    path("dates/", dates.dates, name="dates"),
    path("dates/<slug:ref>/", dates.date, name="date"),
    path("campaigns/", reaching.campaign_list, name="campaigns"),
    path("campaigns/add/", reaching.add_campaign, name="add_campaign"),
    path("campaigns/<slug:ref>/", reaching.campaign, name="campaign"),
    path("bulletin/", reaching.bulletin, name="bulletin"),
    path("questions/<slug:ref>/", reaching.questions, name="questions"),
    path("of-review/<slug:ref>/", of_review.of_review, name="of_review"),
    path("<slug:ref>/", publications.publication, name="publication"),
    path("<slug:ref>/text/", texts.text, name="text"),
    path("<slug:ref>/check/", texts.check, name="check"),
    path("<slug:ref>/check/<slug:hit>/", texts.hit, name="hit"),
    path("<slug:ref>/reach/", reaching.reach, name="reach"),
    path("<slug:ref>/files/<slug:form>/", publications.file, name="file"),
]
