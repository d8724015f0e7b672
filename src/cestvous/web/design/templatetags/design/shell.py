"""What surrounds a page: masthead, footer, and the ways from one page to the next."""

from collections.abc import Sequence

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cestvous.web.design.drawing import draw
from cestvous.web.design.shapes import Context, Crumb, Facet, FacetGroup, Link, Version

register = Library()


@register.inclusion_tag("design/selvedge.html")
def selvedge() -> Context:
    """The woven edge of the page, one colour a phase. Decoration only."""
    return {}


@register.inclusion_tag("design/skip_link.html")
def skip_link() -> Context:
    """The first thing a keyboard meets: to the content."""
    return {}


@register.inclusion_tag("design/masthead.html")
def masthead(site: object) -> Context:
    """The city's name and logo, the main navigation and the account; a menu without script under 48rem."""
    return {"site": site, "navigation": render_to_string("design/navigation.html", {"site": site})}


@register.inclusion_tag("design/footer.html")
def footer(site: object) -> Context:
    """Who publishes, and the pages about the site."""
    return {"site": site}


@register.simple_tag
def breadcrumb(crumbs: Sequence[Crumb]) -> SafeString:
    """The levels above the page; the last crumb, without address, is the page."""
    return draw("design/breadcrumb.html", {"crumbs": crumbs})


@register.simple_tag
def tabs(links: Sequence[Link], label: str) -> SafeString:
    """Pages of one thing, as navigation links. ``label`` names the navigation when read aloud."""
    return draw("design/tabs.html", {"links": links, "label": label})


@register.simple_tag
def pagination(newer: str = "", older: str = "", newer_title: str = "", older_title: str = "") -> SafeString:
    """Addresses of the pages before and after; nothing is shown without either."""
    ways = {"newer": newer, "older": older, "newer_title": newer_title, "older_title": older_title}
    return draw("design/pagination.html", ways)


@register.inclusion_tag("design/facets.html")
def facets(groups: Sequence[FacetGroup | Facet], label: str = "") -> Context:
    """Ways to narrow a list, as links; a bare sequence of facets is one group without a title."""
    titled = [group for group in groups if isinstance(group, FacetGroup)]
    bare = [facet for facet in groups if isinstance(facet, Facet)]
    return {"groups": [*([FacetGroup("", bare)] if bare else []), *titled], "label": label}


@register.simple_block_tag
def facet_form(content: str, label: str = "", submit: str = "", action: str = "") -> SafeString:
    """A GET form that narrows a list; the fields are its content."""
    context = {"content": content, "label": label, "submit": submit, "action": action}
    return render_to_string("design/facet_form.html", context)


@register.inclusion_tag("design/versions.html")
def versions(versions: Sequence[Version]) -> Context:
    """The versions of a text, one link each; the one on the page is current."""
    return {"versions": versions}
