"""The readings of a prompt: look-alikes, sounds, digits and signs as the letters they stand for."""

import re
import unicodedata

TURNED = re.compile("[ɐɔǝɟƃɥᴉɾʞʃɯɹʇʌʍʎ]")
_SMALL_CAPITAL = re.compile("LATIN LETTER SMALL CAPITAL ([A-Z])")
_WITH_MARKS = re.compile("(?:LATIN SMALL LETTER|MODIFIER LETTER SMALL) ([A-Z])(?: WITH .*)?")
_SIGNS = str.maketrans("¢©€£¥®†", "ccelyrt")
# Marks that fold does not remove because they stand between letters, not on one.
_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f\u0488\u0489\u20d0-\u20f0\ufe20-\ufe2f]+")
_BOXED = re.compile(
    "(?:NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)
_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅ", "abezhikmnoptyxabekmhopctyxijs")  # noqa: RUF001
_SOUND_ALIKES = str.maketrans(
    "абвгдеёзиійклмнопрстуфхцыэ",
    "abvgdeeziijklmnoprstufhcye",
)
_GAPS = re.compile(r"[\W_]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_L_FOR_I = re.compile(r"(?<=[bcdfghjkmnpqrstvwxz])l(?=[bcdfghjkmnpqrstvwxz])")
_INSERTED = re.compile(r"(?<=[^\W\d_a-z])[^\w\s]*[\d_*.\-&#@%$+~^]+[^\w\s]*(?=[^\W\d_a-z])")
_LEET = [str.maketrans("013457@$!|", letters) for letters in ("oieastasii", "oleastasil")]
# "8" by its sound: "masturb8ting", "h8".
_EIGHTS = [
    (re.compile(f"(?<=[a-z])8{before}", re.IGNORECASE), sound)
    for before, sound in (("(?=t)", "a"), ("(?=[aeiou])", "at"), ("", "ate"))
]
# Emoji that say what people in disguise do not write.
_SIGN_WORDS = str.maketrans(
    {
        "🔫": " shooting ",
        "💣": " bombing ",
        "🔪": " stabbing ",
        "🔥": " burn ",
        "✡": " jews ",
        "☪": " muslims ",
        "🕌": " mosque ",
        "🕍": " synagogue ",
        "⛪": " church ",
        "🏫": " school ",
        "卐": " swastika ",
        "࿕": " swastika ",
    }
)
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN_AS_CYRILLIC = str.maketrans("aceopxyktmhbrniu013469", "асеорхуктмнвгпииоизчбд")
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])\d|\d(?=[^\W\d_])")
_SPACED = re.compile(r"(?<![^\W_])[a-z\u0430-\u044f](?:[\W_]{1,3}[a-z\u0430-\u044f]){2,}(?![^\W_])")
_DOUBLE = re.compile(r"([a-z])\1")


def plain_letters(text: str) -> str:
    """A text in which boxed, raised, marked and small capital letters are plain letters."""
    if text.isascii():
        return text
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.translate(_SIGNS)))
    return unicodedata.normalize("NFC", "".join(map(_plain, bare)))


def _plain(letter: str) -> str:
    if letter == "\u0493":  # a Cyrillic letter that serves as the small capital F
        return "f"
    if letter < "\u0180" or "\u02af" < letter < "\u1d00":
        return letter
    name = unicodedata.name(letter, "")
    kinds = [_SMALL_CAPITAL, _BOXED]
    if not TURNED.fullmatch(letter):
        kinds.append(_WITH_MARKS)
    if found := next(filter(None, (kind.fullmatch(name) for kind in kinds)), None):
        return found[1].lower()
    # The selector after a boxed letter.
    return "" if letter == "\ufe0f" else letter


def aloud(text: str) -> str:
    """A text in which look-alikes in mixed words, digits and emoji are read by their sound."""
    for pattern, sound in _EIGHTS:
        text = pattern.sub(sound, text)
    return _WORD.sub(lambda word: _sounded(word[0]), text.translate(_SIGN_WORDS))


def _sounded(word: str) -> str:
    mixed = any(letter.isascii() and letter.isalpha() for letter in word)
    return word.translate(_CAPITALS).translate(_SOUND_ALIKES) if mixed else word


def spelling(text: str) -> str:
    """A text in lower case in which digits in words are letters of the word's own script.

    Latin letters in a Cyrillic word are the Cyrillic ones that look like them.
    """
    return _WORD.sub(lambda word: _in_one_script(word[0]), text)


def _in_one_script(word: str) -> str:
    if _CYRILLIC.search(word):
        return word.translate(_LATIN_AS_CYRILLIC)
    return _DIGIT_IN_WORD.sub(lambda digit: digit[0].translate(_LEET[0]), word)


def unspaced(text: str) -> str:
    """A text in which single letters in a row are one word: "n a z i"."""
    return _SPACED.sub(lambda letters: _GAPS.sub("", letters[0]), text)


def spoken(folded: str) -> set[str]:
    """The words of a folded text, with digits, and an "l" between consonants, read as letters."""
    texts = set[str]()
    for letters in _LEET:
        words = (
            word.translate(letters) if re.search(r"[^\W\d_]", word) else word
            for word in folded.split()
        )
        texts.add(_GAPS.sub(" ", _STRETCHED.sub(r"\1\1", " ".join(words))).strip())
    return texts | {_L_FOR_I.sub("i", text) for text in texts}


def squeezed(text: str) -> str:
    """A text without double letters in words of four letters or more: "gass"."""
    return _WORD.sub(lambda word: word[0] if len(word[0]) < 4 else _single(word[0]), text)


def _single(word: str) -> str:
    return _DOUBLE.sub(r"\1", word)


def unmasked(text: str) -> set[str]:
    """Texts without signs and digits between letters that are not Latin: "씨1발", "п*здец".

    A sign may stand for a vowel, or for nothing.
    """
    if not _INSERTED.search(text):
        return set()
    return {_INSERTED.sub(letter, text) for letter in ("", *"йиуеоаюя")}
