from django.urls import path

from heed.library import register_views, views

app_name = "library"
urlpatterns = [
    path("", views.library, name="list"),
    path("documents/<slug:ref>/", views.document, name="document"),
    path("documents/<slug:ref>/shared/", register_views.shared, name="shared"),
    path("links/", register_views.links, name="links"),
    path("links/<slug:ref>/", register_views.link, name="link"),
    path("documents/<slug:ref>/file/", views.document_file, name="file"),
    path("readings/<slug:ref>/pages/<int:number>.webp", views.page_image, name="page_image"),
]
