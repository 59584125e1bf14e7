from django.urls import path

from heed.memory.views import shared

app_name = "shared"
urlpatterns = [
    path("", shared.library, name="library"),
    path("of/<slug:review>/", shared.check, name="check"),
    path("<slug:ref>/", shared.shared, name="shared"),
]
