"""The addresses of discussions, below those of what is discussed."""

from django.urls import URLPattern, path

from cestvous.web.discussions import views
from cestvous.web.discussions.views import Find


def addresses_of_discussion(thing: str, find: Find) -> list[URLPattern]:
    """Those of the discussion of a thing, below its number. ``find`` gives the discussion to the views."""
    told = {"find": find}
    return [
        path("commenter/", views.comment, told, f"comment_on_{thing}"),
        path("commentaires/<int:comment>/repondre/", views.reply, told, f"reply_to_{thing}_comment"),
        path("commentaires/<int:comment>/appuyer/", views.endorse, told, f"endorse_{thing}_comment"),
        path(
            "commentaires/<int:comment>/ne-plus-appuyer/",
            views.withdraw_endorsement,
            told,
            f"withdraw_{thing}_endorsement",
        ),
        path("commentaires/<int:comment>/retirer/", views.withdraw, told, f"withdraw_{thing}_comment"),
    ]
