from django.urls import path

from heed.publishing import public_views as views

app_name = "published"
urlpatterns = [
    path("published/", views.library, name="library"),
    path("published/feed.rss", views.rss, name="rss"),
    path("published/feed.atom", views.atom, name="atom"),
    path("published/sitemap.xml", views.sitemap, name="sitemap"),
    path("published/<slug:ref>/", views.item, name="item"),
    path("published/<slug:ref>/editions/<int:number>/", views.edition, name="edition"),
    path("published/<slug:ref>/editions/<int:number>/<slug:form>/", views.file, name="file"),
    path("robots.txt", views.robots, name="robots"),
]
