from django.urls import path

from heed.platform.registers import views

app_name = "registers"
urlpatterns = [
    path("<slug:key>/save/", views.save, name="save"),
    path("views/<slug:ref>/forget/", views.forget, name="forget"),
]
