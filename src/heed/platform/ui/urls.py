from django.urls import path

from heed.platform.ui.gallery import gallery

app_name = "ui"
urlpatterns = [path("gallery/", gallery, name="gallery")]
