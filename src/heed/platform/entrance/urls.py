from allauth.account import views as allauth_views
from django.urls import path

from heed.platform.entrance import (
    factor_views,
    invite_views,
    password_views,
    person_views,
    provider_views,
    rules_views,
    session_views,
    views,
)
from heed.platform.http.middleware import public

urlpatterns = [
    path("start/", views.first_run, name="first_run"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/as/", views.sign_in_as, name="sign_in_as"),
    path("sign-in/second-step/", factor_views.second_step, name="mfa_authenticate"),
    path("sign-out/", session_views.sign_out, name="account_logout"),
    path("sign-up/", public(allauth_views.signup), name="account_signup"),
    path("account/password/", session_views.change_password, name="account_change_password"),
    path("account/membership/", views.choose_membership, name="choose_membership"),
    path("account/sign-in/", session_views.your_sign_in, name="your_sign_in"),
    path("account/sign-in/sessions/", session_views.end_session, name="end_session"),
    path("account/sign-in/again/", factor_views.again, name="account_reauthenticate"),
    path("account/sign-in/again/code/", factor_views.again_by_code, name="mfa_reauthenticate"),
    path("account/sign-in/again/passkey/", factor_views.again_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/sign-in/app/", factor_views.add_app, name="mfa_activate_totp"),
    path("account/sign-in/app/remove/", factor_views.remove_app, name="mfa_deactivate_totp"),
    path("account/sign-in/passkeys/", factor_views.add_passkey, name="mfa_add_webauthn"),
    path("account/sign-in/passkeys/remove/", factor_views.remove_passkey, name="mfa_remove_webauthn"),
    path("account/sign-in/codes/", factor_views.codes, name="mfa_view_recovery_codes"),
    path("account/sign-in/codes/new/", factor_views.new_codes, name="mfa_generate_recovery_codes"),
    path("sign-in/next/", provider_views.sign_in_next, name="sign_in_next"),
    path("sign-in/back/<slug:key>/", provider_views.sign_in_back, name="sign_in_back"),
    path("sign-in/forgotten/", password_views.forgotten, name="forgotten"),
    path("sign-in/new-password/<slug:token>/", password_views.new_password, name="new_password"),
    path("invitation/<slug:token>/", invite_views.accept, name="accept_invitation"),
    path("people/invite/", invite_views.invite_somebody, name="invite"),
    path("people/sign-in-rules/", rules_views.sign_in_rules, name="sign_in_rules"),
    path("people/invitations/", invite_views.invitations, name="invitations"),
    path("people/invitations/<slug:ref>/", invite_views.invitation, name="invitation"),
    path("people/<slug:ref>/sign-in/", person_views.person_sign_in, name="person_sign_in"),
]
