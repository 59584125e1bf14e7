from django.urls import path

from heed.reviews.views import pages

app_name = "reviews"
urlpatterns = [
    path("", pages.reviews, name="list"),
    path("<slug:ref>/", pages.review, name="review"),
]
