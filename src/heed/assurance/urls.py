from django.urls import path

from heed.assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("letters/", views.letters, name="letters"),
    path("challenges/", views.challenge_log, name="challenges"),
    path("ask/<slug:kind>/", views.ask, name="ask"),
    path("<slug:ref>/", views.one, name="one"),
]
