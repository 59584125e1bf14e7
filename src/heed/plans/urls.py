from django.urls import path

from heed.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.actions, name="list"),
    path("<slug:ref>/", views.action, name="action"),
]
