from django.urls import path

from heed.platform.safekeeping import views

app_name = "safekeeping"
urlpatterns = [
    path("", views.backups, name="backups"),
    path("now/", views.back_up_now, name="back_up_now"),
    path("doctor/", views.doctor, name="doctor"),
]
