from django.urls import path

from heed.platform.notices import comment_views, views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read/", views.read, name="read"),
    path("settings/", views.choices, name="settings"),
    path("calendars/", views.make_calendar, name="make_calendar"),
    path("calendars/<slug:ref>/end/", views.end_calendar, name="end_calendar"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
    path("comments/<slug:kind>/<slug:ref>/", comment_views.comments, name="comments"),
    path("comment/<slug:ref>/", comment_views.edit, name="edit_comment"),
    path("comment/<slug:ref>/earlier/", comment_views.earlier, name="earlier_words"),
    path("comment/<slug:ref>/withdraw/", comment_views.withdraw, name="withdraw_comment"),
    path("follow/<slug:kind>/<slug:ref>/", comment_views.follow, name="follow"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:kind>/", views.rule, name="rule"),
]
