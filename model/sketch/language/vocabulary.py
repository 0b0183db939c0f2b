"""The vocabulary: phrases and their possible meanings, from the library and the lexicon."""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property

from model.sketch.drawing.pose.poses import POSES
from model.sketch.language import lexicon
from model.sketch.language.named_only import PEOPLES, is_name, named_only, symbols
from model.sketch.language.spelling import Spelling
from model.sketch.language.words import phrase, singulars, stems
from model.sketch.library import Library

CONCEPT, KEYWORD, EXPRESSION, POSE, COLOUR = "concept", "keyword", "expression", "pose", "colour"
ACCESSORY, TRADE, BEHIND, LINK, NUMBER, NOISE, IMPLIED, UNDRAWN, ACT, MATERIAL, MOUTH, PASSIVE = (
    "accessory", "trade", "behind", "link", "number", "noise", "implied", "undrawn", "act",
    "material", "mouth", "passive",
)  # fmt: skip
SMILEY, PLACARD, BANNER, PROHIBITED = "1F642", "1FAA7", "E420", "1F6AB"
PERSON, CHILD = "1F9D1", "1F9D2"
LONGEST = 6
_GENERAL = frozenset({"dog", "puppy", "kitten"})  # "a corgi puppy"
_MODIFIERS = frozenset({EXPRESSION, POSE, COLOUR, TRADE, BEHIND})
Senses = Mapping[str, str]


class Vocabulary:
    """Maps phrases to senses: role ("concept", "expression", ...) -> value."""

    def __init__(self, library: Library, keywords: Iterable[tuple[str, str]]) -> None:
        """`keywords` are pairs of a phrase and the id of the concept it fits best."""
        self.library = library
        self._ids = {phrase(c.name): c.id for c in reversed(list(library.concepts.values()))}
        self.worn = {
            a.concept: name for name, a in reversed(list(library.accessories.items())) if a.concept
        }
        self._senses: dict[str, dict[str, str]] = {}
        stand_ins = lexicon.table("stand_ins")
        for words, concept in keywords:
            if words not in stand_ins and not self._is_part_of_symbol(words, concept):
                self._learn(words, KEYWORD, concept)
        for words, concept in self._concepts():
            self._learn(words, CONCEPT, concept)
            self._learn(words.replace(" ", ""), CONCEPT, concept)  # "hotdog"
        for words, role, value in self._lexicon():
            self._learn(words, role, value)
        self._senses |= {words: {UNDRAWN: words} for words in lexicon.table("undrawn")}

    def find(self, words: str) -> Senses | None:
        """The senses of a phrase as written, in the singular or in American spelling."""
        head, _, last = words.rpartition(" ")
        for single in singulars(last):
            found = self._senses.get(f"{head} {single}".strip())
            if found:
                return found
        spelt = [lexicon.table("american").get(word, word) for word in words.split(" ")]
        return self._senses.get(" ".join(spelt))

    def find_narrower(self, words: str) -> Senses | None:
        """The senses of what a phrase is a kind of: "corgi" of dog, "husky puppy" of dog."""
        head, _, last = words.rpartition(" ")
        modified = head and not _MODIFIERS.isdisjoint(self.find(words.partition(" ")[0]) or ())
        known = self._stand_ins if modified else self._narrower  # a silver fox is a fox in silver
        for single in singulars(last):
            if concept := known.get(f"{head} {single}".strip()):
                own = f"{head} {single}".strip() in self._stand_ins
                return {CONCEPT: concept} if own else self.guessable({CONCEPT: concept})
        return None

    def spelt(self, word: str) -> tuple[int, str] | None:
        """The number of mistakes in a word that is not English, and the known word meant."""
        if self.is_english(word):
            return None
        near = (self._spelling.nearest(single) for single in singulars(word))
        found = min(filter(None, near), default=None)
        return found if found and found[1] not in PEOPLES else None

    def is_english(self, word: str) -> bool:
        """Whether a word is in the dictionary, also in an inflected form."""
        known = (self.library.english, self._narrower, lexicon.table("function_words"))
        return any(one in words for one in stems(word) for words in known)

    @cached_property
    def _narrower(self) -> Mapping[str, str]:
        return {**self.library.narrower, **self._stand_ins}

    @cached_property
    def _stand_ins(self) -> Mapping[str, str]:
        named = {words: self.named(names) for words, names in lexicon.table("stand_ins").items()}
        return {words: concept for words, concept in named.items() if concept}

    @cached_property
    def _spelling(self) -> Spelling:
        sure = (words for words, senses in self._senses.items() if not senses.keys() <= {KEYWORD})
        known = {word for words in sure for word in words.split(" ") if word.isalpha()}
        relatives = {word for words in lexicon.table("stand_ins") for word in words.split(" ")}
        return Spelling(known | relatives)

    def guessable(self, senses: Senses | None) -> Senses | None:
        """The senses without concepts that are drawn only when named; None if none is left."""
        if not senses:
            return None
        return {k: v for k, v in senses.items() if not self._is_named_only(k, v)} or None

    def _is_part_of_symbol(self, words: str, concept: str) -> bool:
        if concept not in symbols(self.library):
            return False
        return not is_name(words, phrase(self.library.concepts[concept].name))

    def _is_named_only(self, role: str, value: str) -> bool:
        concept = self.library.accessories[value].concept if role == ACCESSORY else value
        return concept in named_only(self.library)

    def named(self, alternatives: str) -> str | None:
        """The id of the first concept in the library among the names ("aeroplane/airplane")."""
        return next(
            (self._ids[n] for n in map(phrase, alternatives.split("/")) if n in self._ids), None
        )

    def accessories(self, parts: str) -> list[str]:
        """The accessories in the library among parts separated by commas."""
        found = (_first(part, self.library.accessories) for part in parts.split(","))
        return [name for name in found if name]

    def clothes(self, trade: str) -> list[str]:
        """The accessories in the library that people of a trade wear."""
        return self.accessories(lexicon.trades()[trade].worn)

    def material(self, words: str) -> str | None:
        """The material that something "made of" these words has, if it can be drawn."""
        last = words.rpartition(" ")[2]
        return next(
            (found for one in singulars(last) if (found := lexicon.materials().get(one))), None
        )

    def face_expression(self, concept: str) -> str | None:
        """The expression of a face emoji, by its features or its name, if known."""
        if self.library.concepts[concept].kind != "face":
            return None
        by_face = {face: name for name, face in self.library.expressions.items()}
        if concept in by_face:
            return by_face[concept]
        for word in phrase(self.library.concepts[concept].name).split(" "):
            sense = self._senses.get(word, {}).get(EXPRESSION)
            if sense:
                return sense
        return None

    def described(self) -> Iterator[tuple[str, str, str]]:
        """Phrase, role and value of everything that Nearest may find, except keywords."""
        yield from ((words, CONCEPT, concept) for words, concept in self._concepts())
        for words, role, value in self._lexicon():
            if role in (EXPRESSION, POSE, COLOUR, ACCESSORY, BEHIND):
                yield words, role, value

    def _learn(self, words: str, role: str, value: str) -> None:
        self._senses.setdefault(words, {})[role] = value

    def _concepts(self) -> Iterator[tuple[str, str]]:
        for words, names in {**lexicon.table("places"), **lexicon.table("synonyms")}.items():
            concept = self.named(names)
            if concept and words not in self._ids:
                yield words, concept
        yield from self._ids.items()
        for breed in self.library.concepts.values():
            for general in set(breed.keywords) & _GENERAL:
                yield f"{breed.name} {general}", breed.id

    def _lexicon(self) -> Iterator[tuple[str, str, str]]:
        library = self.library
        for words, names in _with_own_names(lexicon.table("expressions"), library.expressions):
            names, _, mouth = names.partition(" & ")
            if name := _first(names, library.expressions):
                yield words, EXPRESSION, name
                if mouth:
                    yield words, MOUTH, mouth
        for words, names in _with_own_names(lexicon.table("accessories"), library.accessories):
            if name := _first(names, library.accessories):
                yield words, ACCESSORY, name
        for words, name in _with_own_names(lexicon.table("poses"), POSES):
            yield words, POSE, name
        yield from ((words, COLOUR, name) for words, name in lexicon.table("colours").items())
        for role, name in ((BEHIND, "behind"), (BEHIND, "places"), (IMPLIED, "implied")):
            for words, names in lexicon.table(name).items():
                if concept := self.named(names):
                    yield words, role, concept
        yield from ((words, ACT, act) for words, act in lexicon.table("acts").items())
        yield from ((words, MATERIAL, name) for words, name in lexicon.table("materials").items())
        yield from ((words, TRADE, words) for words in lexicon.trades())
        yield from ((words, LINK, link) for words, link in lexicon.table("links").items())
        yield from ((words, NUMBER, str(number)) for words, number in lexicon.numbers().items())
        yield from ((words, NOISE, words) for words in lexicon.table("noise"))


def _first(alternatives: str, known: Container[str]) -> str | None:
    return next((name for name in alternatives.split("/") if name in known), None)


def _with_own_names(table: lexicon.Table, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A table's entries, then each name as a phrase for itself."""
    yield from table.items()
    yield from ((phrase(name), name) for name in names)
