"""Pictures for the guide of agents, and for what officials do."""

from tools.picturing.places import CONSULTING, DEBATED, DECIDED, FOLLOWED, SUMMED_UP
from tools.picturing.steps import TABLET, Check, Choose, Fill, Follow, Open, Pick, Picture, Press, Select, Step, Walk

SOPHIE, KARIM = "Sophie Lang", "Karim Belkacem"
SAVE = Press("Enregistrer dans le brouillon")


def _answer(finding: int, outcome: str, reasons: str) -> Walk:
    steps = (Choose("outcome", outcome), Fill("reasons", reasons), SAVE)
    return Walk(by=SOPHIE, at=("answer_finding", DECIDED, finding), steps=steps)


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
_PREPARING = (
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
        clip=("main table", "main form"),
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
_REPLYING = (
    Picture(
        name="repondre-a-une-question.webp",
        by=SOPHIE,
        at=("desk",),
        steps=(
            Follow("1 question sans réponse"),
            Follow("Répondre"),
            Fill(
                "body",
                "La baignade reste interdite. L'eau est analysée chaque été ; les résultats seront joints au dossier.",
            ),
        ),
        clip=("main form:has([name='body'])",),
        look="button:has-text('Publier la réponse')",
    ),
)
_SUMMING_UP = (
    Walk(by=SOPHIE, at=("synthesis_desk", SUMMED_UP)),
    Picture(
        name="citer-un-passage.webp",
        by=SOPHIE,
        at=("synthesis_text", SUMMED_UP, "contribution", 9),
        steps=(
            Choose("finding", "4"),
            Select("Si la piste passe entre les places et le trottoir"),
        ),
        clip=("article.card .prose p:nth-of-type(2)", "button:has-text('Citer')"),
        look="button:has-text('Citer')",
        width=TABLET,
    ),
    Picture(
        name="ecarter-avec-un-motif.webp",
        by=SOPHIE,
        at=("synthesis_text", SUMMED_UP, "contribution", 18),
        steps=(
            Choose("reason", "off_topic"),
            Fill(
                "words",
                "Les trottinettes en location relèvent d'un autre règlement. "
                "Votre texte est transmis au service qui le prépare.",
            ),
        ),
        clip=("#set-aside",),
        look="button:has-text('Écarter')",
    ),
    Picture(
        name="pas-encore-possible.webp",
        by=SOPHIE,
        at=("synthesis_publish", SUMMED_UP),
        clip=("main .coverage", "main .notice"),
    ),
    Walk(by=SOPHIE, at=("synthesis_add_section", SUMMED_UP)),
    Walk(by=SOPHIE, at=("synthesis_add_finding", SUMMED_UP)),
    Walk(by=SOPHIE, at=("synthesis_desk", DEBATED)),
    Picture(
        name="repliquer.webp",
        by=SOPHIE,
        at=("reply_to_objection", DEBATED, 4),
        steps=(
            Choose("outcome", "revised"),
            Fill("body", "Vous avez raison : vous demandez de descendre de vélo. Le constat est corrigé."),
        ),
        clip=("main form fieldset", "main form .field:has([name='body'])"),
    ),
    Walk(by=SOPHIE, at=("synthesis_confirm", DEBATED)),
)
_DECIDING = (
    Picture(
        name="brouillon-de-decision.webp",
        by=SOPHIE,
        at=("decision", DECIDED),
        steps=(Follow("Aller au brouillon"),),
        clip=("article.card:has-text('Constat 2')",),
        look="article.card:has-text('Constat 2') .button",
    ),
    Picture(
        name="repondre-a-un-constat.webp",
        by=SOPHIE,
        at=("answer_finding", DECIDED, 6),
        steps=(
            Choose("outcome", "adopted"),
            Fill("reasons", "Dès la rentrée, chaque menu dira le plat, l'origine de la viande et les allergènes."),
        ),
        clip=("main form",),
        look="button:has-text('Enregistrer dans le brouillon')",
    ),
    Picture(
        name="ecrire-un-engagement.webp",
        by=SOPHIE,
        at=("write_commitment", DECIDED),
        steps=(
            Fill("title", "Des menus qui disent ce qu'ils contiennent"),
            Fill("owner", "Restauration scolaire"),
            Fill("due_on", "2027-09-01"),
            Fill(
                "milestones",
                "30/03/2027 Modèle de menu essayé dans deux écoles\n01/09/2027 Affichage dans toutes les écoles",
            ),
        ),
        clip=(".field:has([name='owner'])", ".field:has([name='milestones'])"),
        width=TABLET,
    ),
    _answer(2, "adopted_in_part", "Le haut de la grille monte de dix centimes, pas davantage."),
    _answer(5, "postponed", "La cuisine dans les écoles sera chiffrée avec le prochain contrat."),
    _answer(6, "adopted", "Dès la rentrée, chaque menu dira le plat, l'origine de la viande et les allergènes."),
    _answer(8, "adopted", "Quarante-cinq minutes pour chaque service des maternelles."),
    Walk(
        by=SOPHIE,
        at=("write_preamble", DECIDED),
        steps=(
            Fill("preamble", "Le conseil a lu la synthèse et les objections."),
            Fill("authority", "le conseil municipal"),
            Fill("deliberation", "2026-241"),
            Fill("decided_on", "2026-11-20"),
            SAVE,
        ),
    ),
    Picture(
        name="signer.webp",
        by=KARIM,
        at=("decision_desk", DECIDED),
        steps=(Follow("Relire et signer…"),),
        clip=("main section:has-text('Votre signature')",),
        look="button:has-text('Signer la décision')",
    ),
    Walk(by=SOPHIE, at=("decision_desk", FOLLOWED)),
    Walk(by=SOPHIE, at=("begin_rectification", FOLLOWED)),
    Picture(
        name="point-d-avancement.webp",
        by=SOPHIE,
        at=("commitment", FOLLOWED, 3),
        steps=(
            Follow("Publier un point d'avancement"),
            Choose("what", "moved"),
            Fill("day", "2027-01-15"),
            Fill("body", "Le sol est gelé plus tôt que prévu : la tranchée est remise à janvier."),
        ),
        clip=("main form",),
        look="main form button:has-text('Publier le point')",
    ),
)
WALKS: tuple[Walk, ...] = (*_PREPARING, *_REPLYING, *_SUMMING_UP, *_DECIDING)
