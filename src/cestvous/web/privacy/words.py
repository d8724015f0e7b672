"""The effect of erasing an account, in sentences with one's own numbers."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cestvous.institutions.privacy.models import Words
from cestvous.institutions.privacy.policy import Effect


def _stay(count: int) -> str:
    return ngettext(
        "%(count)d contribution stays, without your name",
        "%(count)d contributions stay, without your name",
        count,
    ) % {"count": count}


def _go(count: int) -> str:
    return ngettext(
        "%(count)d contribution is replaced by the statement that it was erased",
        "%(count)d contributions are replaced by the statement that they were erased",
        count,
    ) % {"count": count}


def counted_choices(effect: Effect) -> list[tuple[str, str]]:
    """What may become of contributions, with how many."""
    both = [words(count) for words, count in ((_stay, effect.chosen_to_stay), (_go, effect.chosen_to_go)) if count]
    chosen = _("As I chose for each: %(what)s.") % {"what": " · ".join(both)}
    return [
        (Words.AS_CHOSEN, chosen),
        (Words.STAY, _("All stay: %(what)s.") % {"what": _stay(effect.contributions)}),
        (Words.GO, _("All go: %(what)s.") % {"what": _go(effect.contributions)}),
    ]


def other_choices(effect: Effect) -> list[tuple[str, str]]:
    """What may become of all other words, with how many."""
    stay = ngettext(
        "%(count)d text stays, without your name.", "%(count)d texts stay, without your name.", effect.others
    )
    go = ngettext(
        "%(count)d text is replaced by the statement that it was erased.",
        "%(count)d texts are replaced by the statement that they were erased.",
        effect.others,
    )
    return [(Words.STAY, stay % {"count": effect.others}), (Words.GO, go % {"count": effect.others})]


def what_goes(effect: Effect) -> Iterator[str]:
    """What is erased whatever one chooses."""
    if effect.functions:
        yield _(
            "Your e-mail address, password, neighbourhood and age: gone at once. You are signed out on every device."
        )
    else:
        yield _(
            "Your e-mail address, name, password, neighbourhood and age: gone at once. "
            "You are signed out on every device."
        )
    if effect.positions:
        yield ngettext(
            "%(count)d position is no longer counted, and its reason is erased.",
            "%(count)d positions are no longer counted, and the reasons that you gave for them are erased.",
            effect.positions,
        ) % {"count": effect.positions}
    if effect.endorsements:
        yield ngettext(
            "%(count)d agreement with an argument is no longer counted.",
            "%(count)d agreements with arguments are no longer counted.",
            effect.endorsements,
        ) % {"count": effect.endorsements}
    if effect.drafts:
        yield ngettext("%(count)d draft is thrown away.", "%(count)d drafts are thrown away.", effect.drafts) % {
            "count": effect.drafts
        }
    if effect.files:
        yield ngettext(
            "%(count)d picture or document that you joined to your words, or not published yet, is deleted.",
            "%(count)d pictures and documents that you joined to your words, or not published yet, are deleted.",
            effect.files,
        ) % {"count": effect.files}
    if effect.taken_back:
        yield ngettext(
            "%(count)d text that is no longer shown is erased for good.",
            "%(count)d texts that are no longer shown are erased for good.",
            effect.taken_back,
        ) % {"count": effect.taken_back}
    for name in effect.represented:
        yield _("You no longer represent “%(name)s”.") % {"name": name}
    for function in effect.in_force:
        yield _("Your mandate ends today: %(function)s.") % {"function": function}


def what_stays(effect: Effect) -> Iterator[str]:
    """What an erasure can't take back, or must not."""
    if effect.took_part:
        yield ngettext(
            "You stay counted, without a name, among those who took part in %(count)d consultation.",
            "You stay counted, without a name, among those who took part in %(count)d consultations.",
            effect.took_part,
        ) % {"count": effect.took_part}
    if effect.for_organisations:
        yield ngettext(
            "%(count)d text that you wrote for an organisation stays its own, files too; your name and function go.",
            "%(count)d texts that you wrote for organisations stay theirs, files too; your name and function go.",
            effect.for_organisations,
        ) % {"count": effect.for_organisations}
    for name in effect.alone:
        yield _("Nobody will represent “%(name)s” any more, until somebody else asks.") % {"name": name}
    if effect.functions:
        yield _(
            "What you did in office is a public act: it stays, with your name and your function (%(functions)s)."
        ) % {"functions": ", ".join(dict.fromkeys(effect.functions))}
        yield _(
            "The register names no one, but keeps one number for all acts of one person: whoever compares may guess, "
            "from what you signed, what you also said without a name. Have your own words erased if you mind."
        )
    for title in effect.unled:
        yield _(
            "Nobody will lead “%(title)s” any more: any agent may take charge of it. Hand it over first if you can."
        ) % {"title": title}
    yield _("Words that stay are not changed: where they name you themselves, have them erased.")
    yield _("What others wrote stays, even if they quote you. Ask %(contact)s if it names you.") % {
        "contact": settings.CITY_CONTACT
    }
    yield ngettext(
        "Backups hold your account for another day; if one is restored, the city erases it again.",
        "Backups hold your account for another %(count)d days; if one is restored, the city erases it again.",
        settings.BACKUP_DAYS,
    ) % {"count": settings.BACKUP_DAYS}
