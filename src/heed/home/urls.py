from django.urls import path

from heed.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("needs/", views.needs, name="needs"),
    path("help/words/", views.words, name="words"),
]
