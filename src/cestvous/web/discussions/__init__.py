"""Threads under things people discuss, the same under contributions and under findings.

The owner of a thread says where it stands and which acts it offers; everything shown is made here::

    discussion = Discussion(
        found=found,
        subject=finding,                       # what the thread hangs under, as ``may`` wants it
        thread=finding.thread,
        title=_("Finding %(n)d") % {...},       # what is discussed, for crumbs, headings and messages
        tab="synthesis",                       # URL name of the tab of the consultation
        urls=ThreadUrls("finding", number, n),
        acts=ThreadActs(kind.COMMENT, kind.ENDORSE, kind.WITHDRAW_COMMENT),
    )
    thread = thread_of(discussion, request)    # a ThreadPage: one query, two when the address asks for a comment

In the template: ``{% include "discussions/thread.html" with thread=page.thread %}``. It brings the heading, the sides,
the remarks with their buttons, the form (or the refusal) and the way to the rest.

The owner declares five addresses, named after the thing, and their views hand over to those of ``discussions.views``:

    comment_on_finding(number, n)                   comment(request, discussion, actions.comment)
    reply_to_finding_comment(number, n, comment)    reply(request, discussion, comment, actions.comment)
    endorse_finding_comment(number, n, comment)     endorse(request, discussion, comment, actions.endorse)
    withdraw_finding_endorsement(number, n, comment)
                        withdraw_endorsement(request, discussion, comment, actions.withdraw_endorsement)
    withdraw_finding_comment(number, n, comment)    withdraw(request, discussion, comment, actions.withdraw_comment)

where the action is given as ``partial(actions.comment, by=request.user, finding=finding)``, and so on. A refused or
invalid form is shown again with what was typed, on a page of its own. ``urls.of_comment(12)`` is the address of a
comment that holds on whatever page of the thread it stands.

``cestvous.web.sources.said(source, reader)`` shows any source: who, mark, function, words or what became of them.
"""
