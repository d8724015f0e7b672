"""Where django-allauth meets our accounts: it keeps passwords, addresses and mail, our actions write the rest."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cestvous.foundation.outbox.models import Letter
from cestvous.foundation.people import actions
from cestvous.foundation.people.actions import open_account
from cestvous.foundation.people.models import Person
from cestvous.foundation.people.policy import is_disposable
from cestvous.kernel import clock, measures
from cestvous.kernel.dates import language
from cestvous.kernel.text import set_in
from cestvous.web.accounts import attempts, browsers, sessions
from cestvous.web.accounts.forms import ResidentForm
from cestvous.web.accounts.fresh import is_fresh
from cestvous.web.requests import in_language, is_ours


def _of_the_city(address: str, spoken: str) -> str:
    """The same page in a language, at the address that the city gave its site."""
    page = urlsplit(address)._replace(scheme="", netloc="").geturl()
    return f"{settings.SITE_URL.rstrip('/')}{in_language(page, spoken)}"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by our action, so that the journal knows; refusals and mail speak in our words."""

    error_messages: dict[str, str | Promise] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password don't go together. Check both, then try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "Too many attempts failed. Wait five minutes, choose a new password, or use a passkey."
        ),
        "duplicate_email": _("This is already your address."),
        "same_as_current": _("This is already your address."),
        "rate_limited": _("Too many requests in a short time. Wait a few minutes, then try again."),
    }

    def save_user(self, request: HttpRequest, user: Person, form: ResidentForm, commit: bool = True) -> Person:
        person: Person = super().save_user(request, user, form, commit=False)
        if commit:
            open_account(person=person, **form.told)
            measures.account_opened(is_disposable=is_disposable(person.email))
        return person

    def is_safe_url(self, url: str) -> bool:
        """One goes on to this very site only; the library's own check fails on an address that it can't read."""
        return is_ours(url)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Attempts are counted before they are judged; those that succeed are taken back."""
        self._take_back = attempts.count(request, str(credentials.get("email", "")))
        if self._take_back is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        if self._take_back is not None:
            self._take_back()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.forgive(request, str(credentials.get("email", "")))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """The library doesn't count having just signed in. Our pages have asked before it does."""
        return not is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """One page for all of them."""
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def login(self, request: HttpRequest, user: Person) -> None:
        """Signed in, all steps done: here begins what stands in their list."""
        is_new = user.last_login is not None and not browsers.known_as(request, user.email)
        super().login(request, user)
        sessions.begin(request)
        if is_new:
            self.send_notification_mail("account/email/new_browser", user)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        browsers.remember(request, response, user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        actions.sign_out(session_key=request.session.session_key or "")
        super().logout(request)

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """Judged with the name that is being signed up under: the library knows the address only."""
        if user is not None and not user.pk:
            user.name = self.request.POST.get("name", "")
        return str(super().clean_password(password, user=user))

    def set_password(self, user: Person, password: str) -> None:
        """A new password ends all sessions; the list of them says so."""
        super().set_password(user, password)
        actions.change_sign_in(by=user, part="password")

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Which browser, in two words, and in whose language; the network address is not ours to write down."""
        said = {"user": user, "browser": browsers.described(self.request), **(context or {})}
        super().send_notification_mail(template_prefix, user, said, email)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuse an address under which somebody else has opened an account that they have not confirmed yet."""
        others = Person.objects.filter(email=email_address.email).exclude(pk=email_address.user_id)
        if others.exists():
            words = _("This address already belongs to another account.")
            self.add_message(request, messages.ERROR, message=str(words))
            return False
        return bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A letter in its reader's language, whoever's request it comes from; the worker sends it.

        Where letters don't leave at present, the page says so, and that there is no need to ask again.
        Links lead to the city's own address, and not to the host and port that somebody's request has named.
        """
        reader = context.get("user")
        spoken = reader.language if isinstance(reader, Person) else language()
        said = {"password_reset_url": reverse("account_reset_password"), **context}
        links = {
            name: _of_the_city(address, spoken) for name, address in said.items() if name.endswith("_url") and address
        }
        with override(spoken):
            super().send_mail(template_prefix, email, said | links)
        if Letter.objects.held_up(clock.now()).exists():
            words = _(
                "Our mail server does not answer at the moment. The e-mail leaves as soon as it does: don't ask again."
            )
            self.add_message(self.request, messages.WARNING, message=str(words))

    def format_email_subject(self, subject: str) -> str:
        return set_in(language(), subject)

    def render_mail(self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None) -> Any:
        """A mail in plain text, set as the language of its reader is set."""
        message = super().render_mail(template_prefix, email, context, headers)
        message.body = set_in(language(), message.body)
        return message

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home, in the language that they chose for their screens, unless they were on their way elsewhere."""
        with override(request.user.language if isinstance(request.user, Person) else language()):
            return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")
