"""Threads under things people discuss, the same under contributions and under findings.

The owner of a thread says where it stands and gives its actions; everything shown is made here::

    discussion = Discussion(
        found=found,
        subject=finding,                       # what the thread hangs under
        title=_("Finding %(n)d") % {...},       # what is discussed, for crumbs, headings and messages
        tab="synthesis",                       # URL name of the tab of the consultation
        urls=ThreadUrls("finding", number, n),
        actions=actions.DISCUSSING,
    )
    thread = thread_of(discussion, request)    # a ThreadPage: one query, two when the address asks for a comment

In the template: ``{% include "discussions/thread.html" with thread=page.thread %}``. It brings the heading, the sides,
the remarks with their buttons, the form (or the refusal) and the way to the rest. All but the forms is drawn once for
the same rows (``remarks.py``): buttons under remarks send one form of the page, which carries the reader's token.

The pages on which people speak, agree and take their words back stand below the thing, by names made of its own
(``comment_on_finding``, ``reply_to_finding_comment``, …)::

    path("constats/<int:n>/", include(addresses_of_discussion("finding", find_discussion)))

where ``find_discussion(request, number, n)`` gives the Discussion. A refused or invalid form is shown again with what
was typed, on a page of its own. ``urls.of_comment(12)`` is the address of a comment that holds on whatever page of the
thread it stands.

``cestvous.web.sources.said(source, reader)`` shows any source: who, mark, function, words or what became of them.
"""
