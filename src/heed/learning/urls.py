from django.urls import path

from heed.learning import views

app_name = "learning"
urlpatterns = [
    path("", views.recommendations, name="list"),
    path("answers/", views.responses, name="responses"),
    path("findings/", views.findings, name="findings"),
    path("findings/<slug:ref>/", views.finding, name="finding"),
    path("findings/<slug:ref>/led-to/", views.led_to, name="led_to"),
    path("<slug:ref>/", views.recommendation, name="recommendation"),
    path("<slug:ref>/name/", views.name, name="name"),
]
