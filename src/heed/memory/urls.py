from django.urls import path

from heed.memory import views
from heed.memory.views import drafting, lessons

app_name = "memory"
urlpatterns = [
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/proposed/", lessons.proposed, name="proposed"),
    path("lessons/name/", lessons.name, name="name_lesson"),
    path("lessons/<slug:ref>/", lessons.lesson, name="lesson"),
    path("lessons/<slug:ref>/change/", lessons.change, name="change_lesson"),
    path("before/", views.before, name="before"),
    path("before/typed/", views.typed, name="typed"),
    path("pairs/<slug:one>/<slug:other>/", views.pair, name="pair"),
    path("drafting/<slug:review>/", drafting.drafting, name="drafting"),
    path("drafts/<slug:ref>/", drafting.draft, name="draft"),
]
