from django.urls import path

from heed.platform.jobs import views

app_name = "jobs"
urlpatterns = [path("", views.jobs, name="list")]
