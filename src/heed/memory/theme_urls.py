from django.urls import path

from heed.memory.views import themes

app_name = "themes"
urlpatterns = [
    path("", themes.themes, name="themes"),
    path("of/<slug:kind>/<slug:ref>/", themes.say, name="say"),
]
