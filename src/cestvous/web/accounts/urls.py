"""The addresses of one's account. The names are those that django-allauth asks for."""

from django.urls import path, re_path

from cestvous.web.accounts import entrance, views

urlpatterns = [
    path("", views.account, name="account"),
    path("creer/", entrance.SignUp.as_view(), name="account_signup"),
    path("se-connecter/", entrance.SignIn.as_view(), name="account_login"),
    path("se-deconnecter/", entrance.SignOut.as_view(), name="account_logout"),
    path("suspendu/", entrance.Inactive.as_view(), name="account_inactive"),
    path("verification/", entrance.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("adresse/", entrance.ChangeAddress.as_view(), name="account_email"),
    path("adresse/a-confirmer/", entrance.AddressSent.as_view(), name="account_email_verification_sent"),
    path("adresse/confirmer/<str:key>/", entrance.ConfirmAddress.as_view(), name="account_confirm_email"),
    path("mot-de-passe/", entrance.ChangePassword.as_view(), name="account_change_password"),
    path("mot-de-passe/choisir/", entrance.SetPassword.as_view(), name="account_set_password"),
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
