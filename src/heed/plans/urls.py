from django.urls import path

from heed.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.actions, name="list"),
    path("agency/", views.give_many, name="give"),
    path("agency/changes/", views.changes, name="changes"),
    path("agency/changes/<slug:ref>/", views.change, name="change"),
    path("<slug:ref>/", views.action, name="action"),
]
