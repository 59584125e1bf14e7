from django.urls import path

from heed.platform.single_use import views

app_name = "single_use"
urlpatterns = [
    path("links/<slug:kind>/<slug:ref>/", views.ask, name="ask"),
    path("links/code/<slug:ref>/now/", views.code, name="code"),
    path("links/withdraw/<slug:ref>/now/", views.withdraw, name="withdraw"),
    path("link/<slug:token>/", views.open_link, name="open"),
    path("link/<slug:token>/file/", views.link_file, name="file"),
]
