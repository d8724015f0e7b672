"""What letters look like: an alphabet has twins of another one's letters, and one's own has 1, l and I."""

import unicodedata

from cestvous.kernel.text import folded

# Latin letters, each with those of other alphabets that are drawn as it is, capitals and small ones. After Unicode's
# confusables (UTS 39), for the alphabets that people write in here or that serve to disguise a name.
_TWINS = {
    "a": "аАαΑɑᴀᎪꓮⲀⲁᗩ",
    "b": "вВьЬβΒʙᏴᏏꓐⲂⲃᗷ",
    "c": "сСϲϹᴄᏟꓚⲤⲥᑕ",
    "d": "ԁԀᴅđĐᎠᏧꓓꓒᗪ",
    "e": "еЕєЄεΕɛᴇ℮ᎬꓰⲈⲉᗴ",
    "f": "ғҒϝϜƒꜰꓝᖴ",
    "g": "ԍԌɡɢցᏀᏳꓖ",
    "h": "нНһҺΗʜħĦհᎻᏂꓧⲎⲏ",
    "j": "јЈϳȷᴊᎫꓙᒍ",
    "k": "кКκΚᴋᏦꓗⲔⲕ",
    "l": "iI1|ıɪіІӏӀιΙʟłŁǀլԼᎥᏆᏞꓲꓡⲒⲓᒪ",
    "m": "мМΜᴍᎷꓟⲘⲙᗰ",
    "n": "пПИηΝɴոꓠⲚᑎ",
    "o": "0оОοΟσөӨøØᴏօՕꓳⲞⲟ",
    "p": "рРρΡᴘᏢꓑⲢⲣᑭ",
    "q": "ԛԚզᑫ",
    "r": "гГяЯʀᎡᏒꓣⲅᖇ",
    "s": "ѕЅꜱՏᏚᏕꓢᔕ",
    "t": "тТτΤᴛᎢꓔⲦⲧ",
    "u": "иυμʋᴜսՍꓴᑌ",
    "v": "νѵѴᴠᏙꓦᐯ",
    "w": "ԝԜѡѠωшШᴡաᏔᎳꓪᗯ",
    "x": "хХχΧꓫⲬⲭ",
    "y": "уУүҮγΥʏᎩᎽꓬⲨ",
    "z": "ΖᴢᏃꓜⲌ",
}
_DRAWN_AS = str.maketrans({twin: letter for letter, twins in _TWINS.items() for twin in twins})
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC", "CANADIAN"})


def looks(text: str) -> str:
    """The text as it is drawn, in Latin letters: two texts that a careless reader takes for one another are equal.

    To compare only: it is no spelling of anything ("Claire" looks like "clalre").
    """
    # Twice: some twins are taken apart into letters drawn otherwise, others only appear once accents are taken off.
    drawn = folded(unicodedata.normalize("NFKD", text.translate(_DRAWN_AS)).translate(_DRAWN_AS))
    return drawn.replace("rn", "m").replace("vv", "w")


def alphabets(word: str) -> set[str]:
    """Which of the alphabets that have letters like another's a word is written in."""
    letters = (character for character in unicodedata.normalize("NFKD", word) if character.isalpha())
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in letters} & _ALPHABETS
