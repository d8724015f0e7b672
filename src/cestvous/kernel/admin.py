"""The administrator looks and touches nothing: every table in Django's admin site is registered through this."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Exists, Model, Q, QuerySet
from django.http import HttpRequest

ALL = Q()

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Model]
else:
    Base = admin.ModelAdmin


class ReadOnlyAdmin(Base):
    """A table that can be looked at, never changed: changes are actions, by people who hold a mandate.

    ``shown``: which of its rows. What is not public yet is no more the administrator's business than anybody's.
    """

    shown: Q | Exists = ALL
    actions = None
    list_per_page = 50
    show_full_result_count = False

    @property
    def media(self) -> Any:
        """No script to fill fields in: there are none. Django's makes HTML of strings, which our pages forbid."""
        return type(super().media)()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).filter(self.shown)


def look_at(*models: type[Model], shown: Q | Exists = ALL) -> None:
    """Let the administrator look at these tables: at the rows that are ``shown``, or at all of them."""
    admin.site.register(models, type("Page", (ReadOnlyAdmin,), {"shown": shown}))
