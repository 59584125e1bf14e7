from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "heed.reviews"
    label = "reviews"

    def ready(self) -> None:
        from heed.platform.access.policies import reads_register
        from heed.platform.registers.views import REGISTERS
        from heed.platform.ui.navigation import NavItem, register
        from heed.reviews.registers import REVIEWS

        register(NavItem(label="Reviews", url_name="reviews:list", order=20, shown=reads_register))
        REGISTERS.update({each.key: each for each in (REVIEWS,)})
