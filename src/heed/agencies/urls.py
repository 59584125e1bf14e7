from django.urls import path

from heed.agencies import views

app_name = "agencies"
urlpatterns = [
    path("", views.agencies, name="list"),
    path("add/", views.add, name="add"),
    path("names-met/", views.name_met, name="name_met"),
    path("<slug:ref>/", views.agency, name="agency"),
    path("<slug:ref>/merge/", views.merge, name="merge"),
    path("<slug:ref>/undo-merge/", views.undo, name="undo_merge"),
]
