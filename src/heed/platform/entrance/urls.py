from allauth.account import views as allauth_views
from django.urls import path

from heed.platform.entrance import views
from heed.platform.http.middleware import public

urlpatterns = [
    path("start/", views.first_run, name="first_run"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/as/", views.sign_in_as, name="sign_in_as"),
    path("sign-out/", public(allauth_views.logout), name="account_logout"),
    path("sign-up/", public(allauth_views.signup), name="account_signup"),
    path("account/password/", allauth_views.password_change, name="account_change_password"),
    path("account/membership/", views.choose_membership, name="choose_membership"),
]
