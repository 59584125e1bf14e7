from django.urls import path

from heed.memory.views import searching

app_name = "search"
urlpatterns = [
    path("", searching.search_for, name="search"),
    path("save/", searching.save, name="save"),
    path("saved/<slug:ref>/", searching.saved, name="saved"),
    path("saved/<slug:ref>/forget/", searching.forget, name="forget"),
]
