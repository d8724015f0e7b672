"""Files that people join to what they say: pictures and documents, under words, plans, decisions, milestones.

A file is first *received*: looked at, made safe, stored, and its author's alone. It is public once an owner — a
consultation, a contribution — *attaches* it to itself, inside its own action and in its own transaction:

    file = receive(by=person, upload=upload)  # Refused says why, in words
    changed = arrange(by=person, to=reference, joined=[Joined(file, "The old wash-house")], at=at)
    for file in changed.attached:
        record(…, facts={"file": file.identifier, "digest": file.digest})
    for file in changed.withdrawn:  # has no digest any more
        record(…, facts={"file": file.identifier})

``arrange`` brings an owner's files to what a form says: attaches those that are new, describes anew those that stay,
withdraws those that are left out. ``attach`` and ``withdraw`` do one of these. ``File.objects.of(reference)`` reads
them back, ``of_all(references)`` those of many owners in one query, both in order and with what was withdrawn;
``published()`` leaves that out. ``web.files`` has the field of the form, the pages' gallery, and the table that says
who may see the files of which kind of owner: a new owner adds its kind there.

What is withdrawn leaves a dated statement; its bytes are deleted, by ``tasks.purge`` if the process ended before.
``purge`` also throws away what was received and not attached within a day.

Where the city runs a virus scanner, it is asked about what is received. What it finds infected is refused; while it
does not answer, files are kept and wait, shown to nobody, and ``tasks.scan_waiting`` asks again.

Owners write to the journal what they attach and withdraw, with the salted digest that is kept here beside the bytes.
Written here: that a file which had waited was taken away for a virus (public), or is shown now (restricted).
"""
