"""The pages of django-allauth that we open, in our words: signing up and in, addresses, passwords.

Listed one by one: a page that a new version of the library brings opens when somebody has designed it.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from allauth.account import views
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import ContextMixin
from django.views.generic.edit import FormView

from cestvous.web.accounts import browsers, sessions

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Words: TypeAlias = "dict[str, tuple[str | StrPromise, str | StrPromise]]"

_NEW_PASSWORD = _("At least 10 characters. Three or four words that only you would put together make a good password.")
_PASSWORD: "tuple[str | StrPromise, str | StrPromise]" = (_("Password"), "")
_NEW: Words = {"password1": (_("New password"), _NEW_PASSWORD), "password2": (_("The new password again"), "")}


class Ours(ContextMixin):
    """A page of the library around which stands our site: theirs has the same name in templates."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class OurForm(Ours, FormView):  # type: ignore[type-arg]  # only the checker knows its form
    """``words`` gives each field its label and its hint. Placeholders go: they are lost once one types."""

    words: Words = {}

    def get_form(self, form_class: type[forms.BaseForm] | None = None) -> forms.BaseForm:
        form: forms.BaseForm = super().get_form(form_class)
        for name, field in form.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
        return form

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignUp(OurForm, views.SignupView):
    words: Words = {
        "email": (_("Your e-mail address"), _("We send a link to it. It is never shown.")),
        "password1": (_("Choose a password"), _NEW_PASSWORD),
    }

    def form_valid(self, form: Any) -> HttpResponse:
        """An address that has an account gets the same answer as any other, in the same time.

        The account, its address and the letter that lets it be confirmed are there together, or not at all.
        """
        if form.account_already_exists:
            make_password(form.cleaned_data["password1"])
        try:
            return self._sign_up(form)
        except IntegrityError:
            # Twice the same address at the same instant: the second one is told by mail, like any known address.
            form.account_already_exists = True
            return self._sign_up(form)

    @transaction.atomic
    def _sign_up(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        return answer


class SignIn(OurForm, views.LoginView):
    words: Words = {"login": (_("Your e-mail address"), ""), "password": _PASSWORD}


class SignOut(Ours, views.LogoutView):
    pass


class Inactive(Ours, views.AccountInactiveView):
    pass


class ChangeAddress(OurForm, views.EmailView):
    words: Words = {
        "email": (_("New e-mail address"), _("We send a link to it. Your address changes once you have followed it."))
    }


class AddressSent(Ours, views.EmailVerificationSentView):
    pass


class ConfirmAddress(Ours, views.ConfirmEmailView):
    pass


class ChangePassword(OurForm, views.PasswordChangeView):
    words: Words = {"oldpassword": (_("Your current password"), ""), **_NEW}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.renew(self.request)
        return response


class SetPassword(OurForm, views.PasswordSetView):
    words: Words = _NEW

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.renew(self.request)
        return response


class ForgottenPassword(OurForm, views.PasswordResetView):
    words: Words = {"email": (_("Your e-mail address"), "")}


class ForgottenPasswordSent(Ours, views.PasswordResetDoneView):
    pass


class NewPassword(OurForm, views.PasswordResetFromKeyView):
    words: Words = _NEW

    def form_valid(self, form: Any) -> HttpResponse:
        """Whoever reads the mail of an account is no stranger here: what others tried does not keep them out."""
        response: HttpResponse = super().form_valid(form)
        browsers.remember(self.request, response, self.reset_user.email)
        return response


class NewPasswordDone(Ours, views.PasswordResetFromKeyDoneView):
    pass
