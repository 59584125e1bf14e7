from django.urls import path

from heed.platform.demo import views

app_name = "demo"
urlpatterns = [path("clock/", views.demo_clock, name="clock")]
