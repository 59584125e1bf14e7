from django.urls import path

from heed.learning import views

app_name = "learning"
urlpatterns = [
    path("", views.recommendations, name="list"),
    path("answers/", views.responses, name="responses"),
    path("<slug:ref>/", views.recommendation, name="recommendation"),
    path("<slug:ref>/name/", views.name, name="name"),
]
