from django.urls import path

from heed.platform.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("roles/", views.roles, name="roles"),
    path("emergency/", views.emergency, name="emergency"),
    path("emergency/<slug:ref>/", views.answer_emergency, name="answer_emergency"),
    path("person/<slug:ref>/", views.person, name="person"),
    path("who-can-see/<slug:kind>/<slug:ref>/", views.who_can_see_page, name="who_can_see"),
]
