"""Pictures for the guide of agents, once a consultation is public, and for what officials do."""

from tools.picturing.places import DEBATED, DECIDED, FOLLOWED, SUMMED_UP
from tools.picturing.preparing import PREPARING, SOPHIE
from tools.picturing.steps import TABLET, Choose, Fill, Follow, Picture, Press, Select, Walk

KARIM = "Karim Belkacem"
SAVE = Press("Enregistrer dans le brouillon")


def _answer(finding: int, outcome: str, reasons: str) -> Walk:
    steps = (Choose("outcome", outcome), Fill("reasons", reasons), SAVE)
    return Walk(by=SOPHIE, at=("answer_finding", DECIDED, finding), steps=steps)


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
    Picture(
        name="espace-de-travail.webp",
        by=SOPHIE,
        at=("synthesis_desk", SUMMED_UP),
        # This text is short enough for the picture to stay light.
        steps=(Follow("Passer au suivant"), Follow("Passer au suivant")),
        clip=(".desk-meter", "#words p", "#outline > h2"),
        width=1180,
    ),
    Walk(by=SOPHIE, at=("synthesis_desk", SUMMED_UP), steps=(Follow("Une piste séparée"),)),
    Picture(
        name="citer-un-passage.webp",
        by=SOPHIE,
        at=("synthesis_text", SUMMED_UP, "contribution", 9),
        steps=(
            Choose("finding", "4"),
            Select("Si la piste passe entre les places et le trottoir"),
        ),
        clip=("#words p:nth-of-type(2)", "#text button:has-text('Citer')"),
        look="#text button:has-text('Citer')",
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
        clip=("#text form:has([name='words'])",),
        look="#text button:has-text('Écarter')",
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
    Walk(by=SOPHIE, at=("decision", FOLLOWED), steps=(Follow("Préparer une rectification"),)),
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
_LOOKING_AFTER = (
    Picture(
        name="confirmer-une-organisation.webp",
        by=SOPHIE,
        at=("desk",),
        steps=(Follow("1 représentant à confirmer"), Follow("Association des parents d'élèves Nordfeld-Daguerre")),
        clip=("main h1", "section:has(> #confirm)"),
        look="button:has-text('Confirmer')",
    ),
    Walk(by=SOPHIE, at=("mfa_index",)),
    Walk(by=SOPHIE, at=("desk",), steps=(Follow("Pages du site"), Follow("Réécrire"))),
    Picture(
        name="reecrire-une-page.webp",
        by=SOPHIE,
        at=("rewrite_page", "contact", "fr"),
        steps=(Fill("reason", "Les horaires d'accueil ont changé."),),
        clip=(".field:has([name='reason'])", "button:has-text('Publier cette version')"),
        look="button:has-text('Publier cette version')",
    ),
)
WALKS: tuple[Walk, ...] = (*PREPARING, *_REPLYING, *_SUMMING_UP, *_DECIDING, *_LOOKING_AFTER)
