from django.urls import path

from heed.platform.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.drafts, name="list"),
    path("save/", views.save, name="save"),
    path("discard/", views.discard, name="discard"),
]
