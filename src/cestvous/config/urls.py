"""Addresses. What people read carries its language; what machines ask for does not."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from cestvous.kernel.admin import ReadOnlyAdmin
from cestvous.web.site.security_txt import security_txt
from cestvous.web.site.views import root

# Libraries bring pages of their own, with acts that need no more than the right to look: addresses marked as verified.
for model in [model for model, page in admin.site._registry.items() if not isinstance(page, ReadOnlyAdmin)]:
    admin.site.unregister(model)

# Administrators sign in where everybody does: a door of their own would not count attempts.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as they document it

# A password is changed where attempts are counted and letters tell of it.
admin.site.password_change = RedirectView.as_view(pattern_name="account_change_password")  # type: ignore[method-assign,assignment]

handler404 = "cestvous.web.errors.not_found"
handler500 = "cestvous.web.patience.broken"
urlpatterns = [
    path("", root, name="root"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("administration/", admin.site.urls),
    path("", include("cestvous.web.design.urls")),
    path("fichiers/", include("cestvous.web.files.urls")),
    *i18n_patterns(path("", include("cestvous.web.urls"))),
]
