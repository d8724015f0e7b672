"""Syntheses: the document in which agents sum up everything that was said, finding by finding, each citing its sources.

What no finding cites is set aside with a reason, so that every contribution is accounted for. Once published, a
synthesis changes only by a new version; residents discuss its findings and object, and each objection gets a reply.

Writes to the journal, public: published, revised, confirmed, objected, objection withdrawn, replied, commented,
and with the publication what is set aside; restricted: drafting, setting aside in the draft, and endorsements.
"""
