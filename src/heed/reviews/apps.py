from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "heed.reviews"
    label = "reviews"

    def ready(self) -> None:
        from heed.platform.ui.navigation import NavItem, register

        register(NavItem(label="Reviews", url_name="reviews:list", order=20))
