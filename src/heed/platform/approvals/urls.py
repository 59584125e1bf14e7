from django.urls import path

from heed.platform.approvals import views, who_decides

app_name = "approvals"
urlpatterns = [
    path("who-decides/", who_decides.who_decides, name="who_decides"),
    path("who-decides/partners/", who_decides.partners, name="partners"),
    path("who-decides/add/", who_decides.change, name="add_edition"),
    path("who-decides/from/<slug:begins>/", who_decides.change, name="change_who_decides"),
    path("put/<slug:kind>/<slug:ref>/", views.put, name="put"),
    path("seat/<slug:ref>/", views.seat, name="seat"),
    path("<slug:ref>/", views.approval, name="approval"),
]
