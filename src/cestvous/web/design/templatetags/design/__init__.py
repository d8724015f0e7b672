"""Every tag and filter of the design system in one library, a builtin of the template engine (see settings)."""

from django.template import Library

from cestvous.web.design.templatetags.design import (
    files,
    filters,
    forms,
    outcomes,
    parts,
    procedure,
    reckoning,
    shell,
    surfaces,
    words,
)

register = Library()
for part in (files, filters, forms, outcomes, parts, procedure, reckoning, shell, surfaces, words):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
