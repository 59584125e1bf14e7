from django.urls import path

from heed.platform.approvals import views

app_name = "approvals"
urlpatterns = [
    path("put/<slug:kind>/<slug:ref>/", views.put, name="put"),
    path("seat/<slug:ref>/", views.seat, name="seat"),
    path("<slug:ref>/", views.approval, name="approval"),
]
