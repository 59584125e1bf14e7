from django.urls import path

from heed.successions import views

app_name = "successions"
urlpatterns = [
    path("", views.successions, name="list"),
    path("<slug:ref>/answer/", views.answer, name="answer"),
]
