"""What people say: French sentences of our own making, of varied length, the same ones for the same seed."""

import hashlib
from dataclasses import dataclass
from itertools import chain
from random import Random

from cestvous.kernel import digests, text
from cestvous.kernel.stems import EDGE, stems

FREQUENT, RARE = "arbres", "hirondelles"
_WHO = """
Les enfants|Les personnes âgées|Les cyclistes|Les commerçants|Les voisins|Les familles|Les lycéens|Les piétons
Les habitants du quartier|Les livreurs|Les jardiniers|Les associations|Les parents d'élèves|Les soignants
Les personnes en fauteuil|Les étudiants|Les promeneurs|Les salariés|Les retraités|Les sportifs|Les musiciens
"""
_DO = """
demandent|attendent depuis longtemps|réclament|souhaitent|proposent|voudraient retrouver|imaginent|préfèrent
apprécieraient|ont besoin de trouver|regrettent de ne pas avoir|espèrent|cherchent souvent|défendent
"""
_WHAT = """
des bancs à l'ombre|des arbres plantés en pleine terre|une fontaine d'eau potable|un passage protégé
des pistes cyclables continues|un marché le dimanche matin|des toilettes publiques propres|un éclairage plus doux
des jeux pour les petits|un jardin partagé|une limitation à trente kilomètres par heure|des trottoirs sans obstacle
un arrêt de bus abrité|des composteurs collectifs|une scène ouverte l'été|des racks à vélos surveillés|moins de voitures
une traversée accessible|des haies champêtres|un sol qui boit la pluie|des horaires élargis à la bibliothèque
un terrain de pétanque|une ludothèque|un local pour les réparations|des panneaux lisibles|un potager d'école
des arbres fruitiers|un kiosque à musique|des consignes pour les courses|une navette le soir|des cendriers de rue
"""
_WHERE = """
devant l'école|près de la gare|au bord du canal|sur la place du marché|derrière la mairie|autour du gymnase
le long du tramway|dans le square|à l'entrée du parc|au pied des immeubles|sous le pont|en face de la poste
"""
_WHY = """
parce que l'été devient étouffant|car le bruit fatigue tout le monde|pour que chacun s'y sente en sécurité
afin que la pluie ne déborde plus|parce que la circulation augmente|pour favoriser les rencontres
car l'air y est mauvais|pour réduire les dépenses d'entretien|afin de préserver la biodiversité
parce qu'il manque de lieux gratuits|pour donner envie de marcher|car la nuit y semble inquiétante
"""
_ASIDES = """
Une étude sérieuse serait utile avant de décider.|Le budget annoncé me paraît raisonnable.|Je suis prêt à aider.
D'autres villes l'ont fait avec succès.|Il faudrait en reparler dans deux ans.|Merci de lire jusqu'au bout.
Commençons par un essai de quelques mois.|Ce n'est pas une question d'argent mais d'habitude.
"""
_SYLLABLES = [
    "bel",
    "cour",
    "dan",
    "fal",
    "gri",
    "hau",
    "ker",
    "lam",
    "mor",
    "nou",
    "per",
    "quin",
    "rol",
    "sau",
    "tri",
    "val",
    "wal",
    "zel",
    "bris",
    "char",
]
_ENDINGS = ["court", "mont", "bach", "heim", "ville", "dorf", "bois", "matt", "berg", "loire"]


def _list(lines: str) -> list[str]:
    return [part.strip() for line in lines.strip().splitlines() for part in line.split("|")]


@dataclass(frozen=True)
class Sentence:
    words: str
    stems: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> "Sentence":
        return cls(words, tuple(stems(words)))


@dataclass(frozen=True)
class Written:
    """A text with all that is kept beside it. ``sentences`` are those of its body, for whoever quotes one."""

    title: str
    body: str
    place: str
    sentences: tuple[Sentence, ...]
    fingerprint: str
    stems: str

    def digest(self, salt: str) -> str:
        said = {"title": self.title, "body": self.body}
        return digests.salted(salt, digests.canonical(said | ({"place": self.place} if self.place else {})))


class Writer:
    """Says things, always the same in the same order."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.streets = sorted({self._street() for _street in range(2_000)})
        self.sentences = [Sentence.of(self._sentence()) for _sentence in range(4_000)]
        self.asides = [Sentence.of(words) for words in _list(_ASIDES)]
        self._campaign: Written | None = None

    def _street(self) -> str:
        name = "".join(self.rng.sample(_SYLLABLES, 2)) + self.rng.choice(_ENDINGS)
        return f"rue de {name.capitalize()}"

    def _sentence(self) -> str:
        choose = self.rng.choice
        who, do, what = choose(_list(_WHO)), choose(_list(_DO)), choose(_list(_WHAT))
        end = self.rng.random()
        more = f" {choose(_list(_WHERE))}" if end < 0.6 else f" {choose(self.streets)}" if end < 0.8 else ""
        return f"{who} {do} {what}{more}{f', {choose(_list(_WHY))}' if self.rng.random() < 0.5 else ''}."

    def proposal(self) -> Written:
        """What a contribution says: from one sentence to some forty, a few of them together in a paragraph."""
        what = self.rng.choice(_list(_WHAT))
        title = f"{what[0].upper()}{what[1:]} {self.rng.choice(_list(_WHERE))}"
        place = self.rng.choice(self.streets) if self.rng.random() < 0.2 else ""
        return self.written(min(40, 1 + int(self.rng.expovariate(1 / 6))), title=title, place=place)

    def remark(self) -> Written:
        return self.written(min(12, 1 + int(self.rng.expovariate(1 / 1.5))))

    def campaign(self) -> Written:
        """What an association asked its members to send, word for word."""
        self._campaign = self._campaign or self.written(5, title="Pour une ville qui respire")
        return self._campaign

    def rare(self) -> Written:
        """What few people speak of."""
        nests = Sentence.of("Les hirondelles nichent sous les toits : gardons leurs nids.")
        return _composed("Des nichoirs sous les toits", "", [[nests], [self.rng.choice(self.sentences)]])

    def written(self, length: int, *, title: str = "", place: str = "") -> Written:
        paragraphs: list[list[Sentence]] = [[]]
        for _number in range(length):
            pool = self.asides if self.rng.random() < 0.12 else self.sentences
            paragraphs[-1].append(self.rng.choice(pool))
            if len(paragraphs[-1]) >= 3 and self.rng.random() < 0.5:
                paragraphs.append([])
        return _composed(title, place, [paragraph for paragraph in paragraphs if paragraph])


def _composed(title: str, place: str, paragraphs: list[list[Sentence]]) -> Written:
    said = tuple(chain.from_iterable(paragraphs))
    body = "\n\n".join(" ".join(sentence.words for sentence in paragraph) for paragraph in paragraphs)
    within = [*chain.from_iterable(sentence.stems for sentence in said), *stems(place)]
    return Written(
        title=title,
        body=body,
        place=place,
        sentences=said,
        fingerprint=hashlib.sha256(text.folded(f"{title} {body}").encode()).hexdigest(),
        stems=f" {' '.join([*stems(title), EDGE, *dict.fromkeys(within)])} ",
    )
