from django.urls import path

from heed.agencies import views

app_name = "agencies"
urlpatterns = [
    path("", views.agencies, name="list"),
    path("add/", views.add, name="add"),
    path("names-met/", views.name_met, name="name_met"),
    path("names-met/no-agency/", views.set_aside, name="set_aside"),
    path("names-met/<slug:ref>/back/", views.put_back, name="put_back"),
    path("<slug:ref>/", views.agency, name="agency"),
    path("<slug:ref>/merge/", views.merge, name="merge"),
    path("<slug:ref>/undo-merge/", views.undo, name="undo_merge"),
]
