"""Pictures for the guide of residents."""

from tools.picturing.places import CONSULTING, DEBATED, FOLLOWED, PRESENTED
from tools.picturing.steps import TABLET, Choose, Fill, Follow, Picture, Press, Wait, Walk

NADIA, LUCIEN = "Nadia Meyer", "Lucien Wolf"

WALKS: tuple[Walk, ...] = (
    # --- Getting in and finding -----------------------------------------------------------------------------------
    Picture(
        name="creer-un-compte.webp",
        by="",
        at=("account_signup",),
        steps=(Choose("name_kind", "pseudonym"), Fill("name", "La marcheuse")),
        clip=("fieldset:has([name='name'])",),
        look="fieldset:has([name='name_kind']):not(:has([name='name']))",
    ),
    Walk(by="", at=("account_login",)),
    Picture(
        name="trouver-une-consultation.webp",
        by="",
        at=("home",),
        clip=("article.card:has-text('Des cours')",),
        look="article.card:has-text('Des cours') h3 a",
    ),
    Picture(
        name="lire-la-presentation.webp",
        by="",
        at=("consultation_short", PRESENTED),
        clip=("section:has(> #calendar)", "section:has(> #documents)"),
    ),
    Picture(name="lire-le-fil.webp", by="", at=("consultation_short", CONSULTING), clip=(".hero .thread",)),
    Picture(name="lire-la-grille.webp", by="", at=("procedure", CONSULTING), clip=(".weave",), width=1000),
    # --- Asking ---------------------------------------------------------------------------------------------------
    Picture(
        name="poser-une-question.webp",
        by=NADIA,
        at=("questions", PRESENTED),
        steps=(
            Follow("Poser une question"),
            Fill("body", "Y aura-t-il des bancs le long du chemin haut, pour qui ne peut pas marcher longtemps ?"),
        ),
        clip=("main form:has([name='body'])",),
        look="button:has-text('Publier ma question')",
    ),
    Picture(
        name="reponse-a-une-question.webp", by="", at=("question", PRESENTED, 3), clip=("main .byline", "main .remarks")
    ),
    # --- Contributing ---------------------------------------------------------------------------------------------
    Picture(
        name="titres-ressemblants.webp",
        by=NADIA,
        at=("contributions", CONSULTING),
        steps=(
            Follow("Contribuer"),
            Fill("title", "Un banc devant le portail"),
            Wait("[data-resembling] li"),
        ),
        clip=(".field:has([name='title'])", "[data-resembling]"),
        look="[data-resembling]",
    ),
    Picture(
        name="lieu-et-fichiers.webp",
        by=NADIA,
        at=("contribute", CONSULTING),
        steps=(Fill("place", "Arrêt de bus Drouot"),),
        clip=(".field:has([name='place'])", ".field:has([type='file'])"),
    ),
    Picture(
        name="publier-ou-garder.webp",
        by=NADIA,
        at=("contribute", CONSULTING),
        clip=("fieldset:has([name='stays_after_erasure'])", "button:has-text('Garder comme brouillon')"),
        look="button:has-text('Garder comme brouillon')",
    ),
    Picture(
        name="modifier-ou-retirer.webp",
        by=LUCIEN,
        at=("contribution", CONSULTING, 22),
        clip=("main .prose p:last-child", "main .actions:has-text('Retirer')"),
    ),
    Walk(by=LUCIEN, at=("edit_contribution", CONSULTING, 22)),
    Walk(by=LUCIEN, at=("withdraw_contribution", CONSULTING, 22)),
    Picture(
        name="representer-une-organisation.webp",
        by=NADIA,
        at=("account",),
        steps=(
            Follow("Parler pour une association, une entreprise, une école"),
            Follow("Représenter une organisation"),
            Fill("name", "Le jardin partagé du Drouot"),
            Fill("function", "trésorière"),
        ),
        clip=(".field:has([name='name'])", ".field:has([name='about'])"),
    ),
    # --- Taking part ----------------------------------------------------------------------------------------------
    Picture(
        name="prendre-position.webp",
        by=NADIA,
        at=("contribution", CONSULTING, 1),
        steps=(Choose("stance", "for"), Fill("reason", "Oui à la toile, si elle est retirée en hiver.")),
        clip=("form:has([name='stance'])",),
        look="button:has-text('Prendre position')",
    ),
    # Once there is a position, the page offers to change it.
    Walk(by=NADIA, at=("contribution", CONSULTING, 1), steps=(Choose("stance", "for"), Press("Prendre position"))),
    Picture(
        name="discuter.webp",
        by=NADIA,
        at=("contribution", CONSULTING, 1),
        clip=(".remark:has-text('Je suis d')",),
        look=".remark button:has-text('Je suis d')",
    ),
    # --- Synthesis ------------------------------------------------------------------------------------------------
    Picture(
        name="lire-un-constat.webp",
        by="",
        at=("synthesis", DEBATED),
        clip=(".finding:has-text('Constat 2') .finding-words",),
        look=".finding:has-text('Constat 2') .counts",
    ),
    Picture(
        name="sources-d-un-constat.webp",
        by="",
        at=("finding", DEBATED, 6),
        clip=("#texts h2", "#texts figure:nth-of-type(2)"),
    ),
    Picture(
        name="compte-de-la-synthese.webp",
        by="",
        at=("synthesis_coverage", DEBATED),
        clip=("main .coverage", "main table"),
    ),
    Walk(by="", at=("synthesis", DEBATED), steps=(Follow("Voir ce qui a changé"),)),
    Picture(
        name="faire-une-objection.webp",
        by=NADIA,
        at=("finding", DEBATED, 6),
        steps=(
            Follow("Ce constat me lit mal"),
            Choose("ground", "misreads"),
            Fill("body", "Je demandais d'abord des accoudoirs. Le constat les cite, mais après la distance."),
        ),
        clip=("main form:has([name='ground'])",),
        look="button:has-text('Déposer mon objection')",
    ),
    # --- Decision -------------------------------------------------------------------------------------------------
    Picture(
        name="lire-une-reponse.webp",
        by="",
        at=("decision", FOLLOWED),
        clip=("article:has-text('Constat 3')",),
        look="article:has-text('Constat 3') .answer",
    ),
    Picture(name="suivre-un-engagement.webp", by="", at=("commitment", FOLLOWED, 3), clip=("main .commitment",)),
    Walk(by="", at=("decision", FOLLOWED), steps=(Follow("Ce qui a changé, réponse par réponse"),)),
    Picture(
        name="engagements-par-date.webp",
        by="",
        at=("city_commitments",),
        clip=("section:has(> #late)", "section:has(> #year) .agenda li"),
    ),
    Picture(
        name="du-nouveau.webp",
        by=LUCIEN,
        at=("my_words",),
        clip=("section:has(> #news)",),
        look="button:has-text('J')",
    ),
    Picture(
        name="ce-que-mes-mots-sont-devenus.webp",
        by="",
        at=("contribution_chain", FOLLOWED, 21),
        clip=(".chain",),
        width=TABLET,
    ),
    Walk(by=NADIA, at=("my_words",), steps=(Follow("Mes positions et mes appuis"),)),
    Walk(by=NADIA, at=("account",)),
    # --- Around ---------------------------------------------------------------------------------------------------
    Picture(
        name="chercher.webp",
        by="",
        at=("contributions", CONSULTING),
        steps=(Fill("q", "arbre"), Press("Afficher")),
        clip=(".facet-form", "article.card"),
    ),
    Picture(name="un-quartier.webp", by="", at=("neighbourhood", "drouot"), clip=("main h1", "article.card")),
    Picture(name="emporter.webp", by="", at=("takeaway", CONSULTING), clip=("main section",)),
    Picture(
        name="registre.webp", by="", at=("journal",), clip=(".register li:nth-child(1)", ".register li:nth-child(3)")
    ),
)
