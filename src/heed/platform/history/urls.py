from django.urls import path

from heed.platform.history import views

app_name = "history"
urlpatterns = [
    path("", views.log, name="log"),
    path("<slug:kind>/<slug:ref>/", views.record, name="record"),
]
