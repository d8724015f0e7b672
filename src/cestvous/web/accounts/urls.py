"""The addresses of one's account. The names are those that django-allauth asks for."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import path, re_path
from django.views import View
from django.views.decorators.cache import never_cache

from cestvous.web.accounts import entrance, factors, security, views
from cestvous.web.accounts.fresh import fresh_sign_in


def shown(view: type[View]) -> Callable[..., HttpResponseBase]:
    """A page that is neither shown nor does anything before one has shown that it is oneself; no disk keeps it."""
    return fresh_sign_in(never_cache(view.as_view()), to_read=True)


urlpatterns = [
    path("", views.account, name="account"),
    path("creer/", entrance.SignUp.as_view(), name="account_signup"),
    path("se-connecter/", entrance.SignIn.as_view(), name="account_login"),
    path("se-deconnecter/", entrance.SignOut.as_view(), name="account_logout"),
    path("suspendu/", entrance.Inactive.as_view(), name="account_inactive"),
    path("verification/", fresh_sign_in(security.shown_again, to_read=True), name="account_reauthenticate"),
    path("securite/", security.security, name="mfa_index"),
    path("securite/application/", shown(factors.ActivateTotp), name="mfa_activate_totp"),
    path("securite/application/retirer/", shown(factors.RemoveTotp), name="mfa_deactivate_totp"),
    path("securite/cles/ajouter/", shown(factors.AddPasskey), name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/retirer/", shown(factors.RemovePasskey), name="mfa_remove_webauthn"),
    path("securite/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("securite/codes/fichier/", factors.download_codes, name="mfa_download_recovery_codes"),
    path("securite/codes/nouveaux/", shown(factors.MakeCodes), name="mfa_generate_recovery_codes"),
    path("securite/navigateurs/", security.end_all_sign_ins, name="account_end_all_sign_ins"),
    path("securite/navigateurs/<int:number>/", security.end_sign_in, name="account_end_sign_in"),
    path("se-connecter/second-facteur/", login_not_required(factors.SecondStep.as_view()), name="mfa_authenticate"),
    path("se-connecter/cle/", login_not_required(factors.PasskeySignIn.as_view()), name="mfa_login_webauthn"),
    path("adresse/", fresh_sign_in(entrance.ChangeAddress.as_view()), name="account_email"),
    path("adresse/a-confirmer/", entrance.AddressSent.as_view(), name="account_email_verification_sent"),
    path("adresse/confirmer/<str:key>/", entrance.ConfirmAddress.as_view(), name="account_confirm_email"),
    path("mot-de-passe/", entrance.ChangePassword.as_view(), name="account_change_password"),
    path("mot-de-passe/choisir/", fresh_sign_in(entrance.SetPassword.as_view()), name="account_set_password"),
    path("mot-de-passe/oublie/", entrance.ForgottenPassword.as_view(), name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", entrance.ForgottenPasswordSent.as_view(), name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/fait/",
        entrance.NewPasswordDone.as_view(),
        name="account_reset_password_from_key_done",
    ),
]
