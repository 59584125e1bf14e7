from django.urls import path

from heed.platform.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read, name="read"),
    path("settings/", views.choices, name="settings"),
    path("calendars/", views.make_calendar, name="make_calendar"),
    path("calendars/<slug:ref>/end/", views.end_calendar, name="end_calendar"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:kind>/", views.rule, name="rule"),
]
