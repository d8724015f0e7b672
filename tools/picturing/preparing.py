"""Pictures for the guide of agents: preparing a consultation, and changing it under way."""

from tools.picturing.places import CONSULTING, FOLLOWED, PRESENTED
from tools.picturing.steps import TABLET, Check, Fill, Follow, Open, Pick, Picture, Press, Step, Walk

SOPHIE = "Sophie Lang"

_BEGUN: tuple[Step, ...] = (
    Fill("title", "La rue du Sauvage le dimanche"),
    Check("Sophie Lang, Agence de la participation citoyenne"),
)
_COMPLETE: tuple[Step, ...] = (
    *_BEGUN,
    *(Fill(name, "La rue du Sauvage.") for name in ("question", "summary", "presentation", "open_to_discussion")),
    *(Fill(name, "Le conseil municipal.") for name in ("not_open", "how_decided", "decided_by")),
    Pick("sponsor", "Karim Belkacem, adjoint aux écoles"),
    Press("Enregistrer le brouillon"),
)
PREPARING = (
    Picture(
        name="mon-travail.webp",
        by=SOPHIE,
        at=("desk",),
        clip=("article.card:has-text('rue Franklin')", "article.card:has-text('place Lambert')"),
        look="a:has-text('textes à prendre en compte')",
    ),
    Picture(
        name="preparer-les-mots.webp",
        by=SOPHIE,
        at=("desk",),
        steps=(
            Follow("Préparer une consultation"),
            Fill("title", "La rue du Sauvage le dimanche"),
            Fill("question", "Faut-il fermer la rue du Sauvage aux voitures le dimanche ?"),
            Fill(
                "summary", "Un essai de six mois peut commencer au printemps. Le conseil municipal décide en février."
            ),
        ),
        clip=(".field:has([name='title'])", ".field:has([name='summary'])"),
        width=TABLET,
    ),
    Picture(
        name="preparer-le-calendrier.webp",
        by=SOPHIE,
        at=("prepare",),
        clip=("fieldset:has([name='start_synthesis'])",),
        width=TABLET,
    ),
    Walk(by=SOPHIE, at=("edit_preparation", CONSULTING)),
    Picture(
        name="images-et-documents.webp",
        by=SOPHIE,
        at=("edit_preparation", PRESENTED),
        steps=(Follow("Images et documents"),),
        clip=("main h2", "main form label:has-text('Enlever')"),
        width=TABLET,
    ),
    Walk(by=SOPHIE, at=("edit_calendar", PRESENTED)),
    Walk(by=SOPHIE, at=("edit_answers", PRESENTED)),
    Picture(
        name="traduire.webp",
        by=SOPHIE,
        at=("edit_preparation", CONSULTING),
        steps=(
            Follow("Traduire"),
            Follow("À traduire"),
            Fill("title", "Cooler school yards, open on Saturdays?"),
        ),
        clip=(".side-by-side",),
        width=TABLET,
    ),
    Picture(
        name="apercu-avant-de-publier.webp",
        by=SOPHIE,
        at=("prepare",),
        steps=(*_BEGUN, Press("Enregistrer le brouillon")),
        clip=("main .notice",),
        width=TABLET,
    ),
    Walk(
        by=SOPHIE, at=("prepare",), steps=(*_COMPLETE, Follow("Continuer à remplir"), Follow("Composer la procédure"))
    ),
    Walk(
        by=SOPHIE,
        at=("prepare",),
        steps=(
            *_COMPLETE,
            Follow("Publier…"),
            Press("Publier"),
            Follow("Mener cette consultation"),
            Follow("Suspendre la consultation"),
            Fill("reason", "Un recours est en cours."),
            Press("Suspendre"),
            Follow("Mener cette consultation"),
        ),
    ),
    Picture(
        name="ouvrir-une-case.webp",
        by=SOPHIE,
        at=("design_procedure", CONSULTING),
        steps=(Open("Changer"),),
        clip=("#activity-questions",),
        width=TABLET,
    ),
    Picture(
        name="avant-apres.webp",
        by=SOPHIE,
        at=("design_procedure", CONSULTING),
        steps=(Fill("start:decision", "2027-01-26T18:00"), Press("Voir ce qui changerait")),
        clip=("main h2:has-text('Ce qui changerait')", "main form"),
        look="button:has-text('Publier l')",
        width=TABLET,
    ),
    Picture(
        name="prolonger.webp",
        by=SOPHIE,
        at=("prolong", CONSULTING),
        steps=(
            Fill("days", "7"),
            Fill("reason", "Les vacances tombent au milieu : nous laissons une semaine de plus."),
        ),
        clip=("main form:has([name='days'])",),
        look="button:has-text('Prolonger')",
    ),
    Walk(by=SOPHIE, at=("suspend", CONSULTING)),
    Walk(by=SOPHIE, at=("cancel", CONSULTING)),
    Walk(by=SOPHIE, at=("archive", FOLLOWED)),
)
