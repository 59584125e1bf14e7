from django.urls import path

from heed.memory.views import themes

app_name = "themes"
urlpatterns = [
    path("", themes.themes, name="themes"),
    path("own/<int:number>/", themes.own, name="own"),
    path("of/<slug:kind>/<slug:ref>/", themes.say, name="say"),
]
