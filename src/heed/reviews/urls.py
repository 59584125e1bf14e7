from django.urls import path

from heed.reviews import views

app_name = "reviews"
urlpatterns = [
    path("", views.reviews, name="list"),
    path("<slug:ref>/", views.review, name="review"),
]
