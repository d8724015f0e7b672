"""Questions to those who lead a consultation, half of them with their reply."""

from datetime import timedelta

from django.db import transaction

from cestvous.activities.questions import events
from cestvous.activities.questions.models import Question
from cestvous.foundation.journal.actions import Facts
from cestvous.kernel.references import Reference
from tools.bench.seeding.crowd import Speaker
from tools.bench.seeding.rows import Table, without_looking_up
from tools.bench.seeding.voices import Voices


def ask(voices: Voices, count: int) -> None:
    """So many questions, before what ``voices`` say: its register holds their numbers."""
    questions = Table(Question, "id", "activity_id", "number", "source_id", "reply_id")
    activity = next(row.pk for row in voices.consultation.activities if row.kind == "questions")
    agent, mandate = voices.crowd.agent, voices.crowd.mandates[0].pk
    replying = Speaker(agent.author.pk, agent.author.identifier, agent.pk)
    voices.ledger.begin()
    for number in range(1, count + 1):
        at = voices.begins + timedelta(seconds=number)
        speaker = voices.rng.choice(voices.crowd.people)
        reference, reply = Reference("question", voices.register.one_more("questions"), voices.number), None
        source, _version, digest = voices.tables.source(reference, speaker, voices.writer.remark(), at)
        voices.register.took_part(speaker, at)
        voices.ledger.note(at, events.ASKED, reference, speaker.identifier, {"digest": digest})
        if number % 2:
            on, when = Reference("reply", voices.register.one_more("replies"), voices.number), at + timedelta(hours=20)
            reply, _version, digest = voices.tables.source(on, replying, voices.writer.remark(), when, mandate=mandate)
            facts: Facts = {"digest": digest, "mandate": mandate}
            voices.ledger.note(when, events.REPLIED, reference, replying.identifier, facts)
        questions.add(questions.next_key(), activity, number, source, reply)

    def write() -> None:
        voices.tables.write()
        questions.write()
        voices.ledger.write()

    with transaction.atomic():
        without_looking_up(write)
