from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "heed.reviews"
    label = "reviews"
