"""The pages about Heed's own looks."""

from django.urls import path

from heed.platform.ui.gallery import gallery

urlpatterns = [path("gallery/", gallery, name="gallery")]
