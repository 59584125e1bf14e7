from django.urls import path

from heed.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/words/", views.words, name="words"),
]
