"""What the style guide shows: one consultation of an example city, in French like the real ones."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django import forms
from django.templatetags.static import static

from cestvous.foundation.files.models import File
from cestvous.kernel.verdicts import Verdict
from cestvous.web.design.shapes import (
    Cell,
    ChainLink,
    Commitment,
    Crumb,
    Facet,
    FacetGroup,
    Figure,
    FileShown,
    FilesShown,
    Link,
    Milestone,
    RegisterEvent,
    Stage,
    Step,
    Version,
    Warp,
    Weave,
    Weft,
)
from cestvous.web.files.fields import FilesField

_AT = datetime(2026, 2, 21, 9, 12, tzinfo=UTC)
_ENDS = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label="Titre de votre contribution", max_length=120)
    body = forms.CharField(
        label="Votre contribution",
        help_text="Une idée par contribution. Dites où, pour qui, et pourquoi.",
        widget=forms.Textarea,
    )
    email = forms.EmailField(label="Adresse électronique", required=False, help_text="Elle n'est jamais publiée.")
    theme = forms.ChoiceField(label="Thème", choices=[("space", "Espace public"), ("nature", "Nature en ville")])
    position = forms.ChoiceField(
        label="Votre position",
        choices=[("for", "Pour"), ("mixed", "Mitigée"), ("against", "Contre")],
        widget=forms.RadioSelect,
        help_text="Une par personne ; vous pouvez en changer jusqu'à la fin de la phase.",
    )
    districts = forms.MultipleChoiceField(
        label="Quartiers concernés",
        choices=[("centre", "Centre"), ("porte-haute", "Porte Haute"), ("drouot", "Drouot")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    closes_at = forms.SplitDateTimeField(
        label="Fin de la phase",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Date"}, time_attrs={"type": "time", "aria-label": "Heure"}
        ),
        required=False,
    )
    joined = FilesField(label="Images et documents", most=3, help_text="Trois au plus.")
    keep = forms.BooleanField(
        label="Garder mes mots, sans mon nom, si j'efface mon compte",
        required=False,
        help_text="Vous pourrez changer d'avis en l'effaçant.",
    )


def _form() -> SampleForm:
    """One that holds a document already."""
    form = SampleForm()
    held = File(identifier="0" * 32, kind="document", name="Plan de la place.pdf", size=840_000, attached_at=_AT)
    form.fields["joined"].shown = (held,)  # type: ignore[attr-defined]  # the field is ours
    return form


def _files() -> FilesShown:
    picture = FileShown(
        "#image", "place.webp", True, description="La place Lambert vue du tram : six tilleuls, un banc.",
        credit="Vue : atelier municipal", width=1_200, height=630, small_url=static("sharing.png"),
    )  # fmt: skip
    document = FileShown("#plan", "plan.pdf", False, "PDF", "840\u00a0ko", _AT, "Plan de la place, état des lieux")
    return FilesShown([picture, picture, picture], [document], ["Un document a été retiré le 3 mars 2026."])


def _steps() -> tuple[Step, ...]:
    return (
        Step("Présentation", "presentation", "lived", "6 → 19 janv."),
        Step("Consultation", "consultation", "lived", "20 janv. → 9 févr.", "prolongée d'une semaine"),
        Step("Synthèse", "synthesis", "lived", "10 → 20 févr.", "163 contributions prises en compte"),
        Step("Débat", "debate", "current", "21 févr. → 5 mars"),
        Step("Décision", "decision", "to-come", "19 mai", moved_from="12 mai"),
        Step("Suivi", "follow-up", "to-come", "jusqu'aux travaux"),
    )


def _waiting() -> tuple[Step, ...]:
    done, collected, writing, *_ = _steps()
    return (
        done,
        collected,
        writing,
        Step("Débat", "debate", "waiting", "dès que la synthèse sera publiée", "6 contributions à prendre en compte"),
        Step("Décision", "decision", "to-come", "19 mai", moved_from="12 mai"),
    )


def _grid() -> Weave:
    phases = tuple(Warp(step.title, step.tone, step.when, step.dates) for step in _steps())
    ask, reply = Cell(["interroger", "répondre"], "tout le monde"), Cell(["répondre"])
    give = Cell(["contribuer", "prendre position", "commenter"], "habitants et habitantes")
    write, argue = Cell(["rédiger", "publier"], "agents"), Cell(["objecter", "commenter", "répliquer"], "tout le monde")
    sign, tell = Cell(["préparer", "signer"], "élus"), Cell(["rendre compte"], "agents")
    return Weave(
        phases,
        (
            Weft("Questions aux agents", (ask, ask, reply, None, None, None)),
            Weft("Contributions", (None, give, None, None, None, None), "#contributions"),
            Weft("Synthèse", (None, None, write, argue, None, None), "#synthese"),
            Weft("Décision", (None, None, None, None, sign, tell)),
        ),
    )


def _links() -> tuple[ChainLink, ...]:
    return (
        ChainLink(
            "Vous avez écrit",
            "consultation",
            dates="22 janvier",
            quote="On ne peut pas s'asseoir sur cette place en été. Il faudrait une dizaine de bancs sous les arbres, "
            "et garder de la place pour les poussettes.",
            passage="Il faudrait une dizaine de bancs sous les arbres",
            note="Version 2 sur 2. 41 pour, 3 mitigés, 5 contre.",
            url="#contribution",
        ),
        ChainLink(
            "Le constat 11 vous cite",
            "synthesis",
            dates="18 février",
            text="« Les habitants demandent des assises à l'ombre, d'abord côté école. » Avec 22 autres contributions.",
            url="#constat",
        ),
        ChainLink(
            "Votre objection",
            "debate",
            dates="23 février, réplique le 25",
            text="« Côté école, mais aussi devant la pharmacie. » **Retenue :** le constat 11 a été révisé.",
        ),
        ChainLink(
            "La réponse, signée",
            "decision",
            dates="12 mai",
            answer="in-part",
            text="Huit bancs, six sous les tilleuls ; devant la pharmacie, le trottoir est trop étroit.",
        ),
        ChainLink(
            "Engagement 3 : poser huit bancs",
            "follow-up",
            "to-come",
            dates="avant le 30 septembre",
            text="Commande passée le 2 juin. Prochaine étape : pose, semaine du 7 septembre.",
        ),
    )


def _commitments() -> tuple[Commitment, ...]:
    milestones = (
        Milestone("Commande des bancs", "lived", "2 juin"),
        Milestone("Fondations", "current", "du 17 août au 4 septembre", "Le marché du samedi reste ouvert."),
        Milestone("Pose", "to-come", "semaine du 7 septembre"),
    )
    return (
        Commitment(
            "Poser huit bancs place Lambert",
            "under-way",
            "avant le 30 septembre 2026",
            "Sophie Meyer, adjointe à l'espace public",
            "Six sous les tilleuls, deux près de l'école. *Avec dossier et accoudoirs.*",
            "#engagement",
            milestones,
        ),
        Commitment("Remettre en eau la borne-fontaine", "done", "tenu le 3 avril 2026"),
        Commitment(
            "Compter les véhicules dans six rues", "late", "attendu le 1er février 2026", "Service de la voirie"
        ),
    )


def _facets() -> tuple[FacetGroup, ...]:
    themes = [Facet("Espace public", "#", 84, is_current=True), Facet("Mobilités", "#", 41), Facet("Nature", "#", 38)]
    return (FacetGroup("Thème", themes), FacetGroup("Quartier", [Facet("Centre", "#", 97), Facet("Drouot", "#", 12)]))


def _events() -> tuple[RegisterEvent, ...]:
    return (
        RegisterEvent("La synthèse a été publiée", _AT, 1412, "Agence de la participation", "version 2", "9f3a c17b"),
        RegisterEvent("La consultation a été prolongée d'une semaine", _AT, None, "Sophie Meyer", url="#adaptation"),
    )


def _bad_form() -> SampleForm:
    form = SampleForm({"bad-body": "Des bancs", "bad-email": "nadia", "bad-theme": "space"}, prefix="bad")
    form.is_valid()
    return form


def _verdict() -> Verdict:
    return Verdict.no(
        "Les contributions sont ouvertes aux habitants et habitantes de Drouot.",
        remedy="Vous pouvez lire et commenter ; pour contribuer, déclarez votre adresse.",
    )


@dataclass(frozen=True)
class Sample:
    """The content of the style guide."""

    at: datetime = _AT
    ends_at: datetime = _ENDS
    body: str = (
        "Je descends du tram trois fois par semaine. Je demande :\n\n- des bancs **avec dossier** ;\n- à l'ombre."
    )
    crumbs: tuple[Crumb, ...] = (Crumb("Accueil", "/"), Crumb("Consultations", "#"), Crumb("Place Lambert"))
    steps: tuple[Step, ...] = field(default_factory=_steps)
    waiting: tuple[Step, ...] = field(default_factory=_waiting)
    grid: Weave = field(default_factory=_grid)
    links: tuple[ChainLink, ...] = field(default_factory=_links)
    commitments: tuple[Commitment, ...] = field(default_factory=_commitments)
    facets: tuple[FacetGroup, ...] = field(default_factory=_facets)
    events: tuple[RegisterEvent, ...] = field(default_factory=_events)
    form: SampleForm = field(default_factory=_form)
    bad_form: SampleForm = field(default_factory=_bad_form)
    stages: tuple[Stage, ...] = (
        Stage(163, "contributions", "#", "consultation", measure=163, goes_on=154, parts=[Figure(9, "écartées", "#")]),
        Stage(27, "constats", "#", "synthesis", measure=27, goes_on=24),
        Stage(24, "réponses", "#", "decision", measure=27, goes_on=15),
        Stage(0, "engagements", "", "follow-up", "to-come", note="avec la décision, attendue avant le 19 mai"),
    )
    figures: tuple[Figure, ...] = (
        Figure(412, "personnes"),
        Figure(163, "contributions", "#"),
        Figure(27, "constats"),
        Figure(9, "objections, toutes répondues"),
        Figure("2 jours", "délai médian de réponse"),
    )
    tabs: tuple[Link, ...] = (
        Link("La question", "#", is_current=True),
        Link("Contributions", "#", count=163),
        Link("Synthèse", "#", count=27),
        Link("Procédure et registre", "#"),
    )
    versions: tuple[Version, ...] = (
        Version(1, "#v1", datetime(2026, 1, 22, 18, 4, tzinfo=UTC)),
        Version(2, "#v2", datetime(2026, 1, 24, 7, 30, tzinfo=UTC), is_current=True, note="une précision"),
    )
    tones: tuple[str, ...] = ("presentation", "consultation", "synthesis", "debate", "decision", "follow-up", "neutral")
    kinds: tuple[str, ...] = ("agent", "official", "council", "organisation", "conciliator", "imported", "example")
    answers: tuple[str, ...] = ("adopted", "in-part", "declined", "referred", "postponed", "awaited")
    files: FilesShown = field(default_factory=_files)
    verdict: Verdict = field(default_factory=_verdict)
