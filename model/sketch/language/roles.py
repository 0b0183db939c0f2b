"""The roles of nouns in a Scene: worn, held, behind the base, at its side, a trade's clothes."""

from model.sketch.drawing.place.light import LIGHTS
from model.sketch.drawing.place.places import place_of
from model.sketch.language import lexicon
from model.sketch.language.clauses import Draft, concept_of
from model.sketch.language.clothes import COSTUMES
from model.sketch.language.describe import is_plural
from model.sketch.language.lexer import Lexeme
from model.sketch.language.nouns import HELD_ANYWHERE, RELATIONS, Nouns
from model.sketch.language.relations import (
    BESIDE,
    CHASE,
    HIDDEN,
    INSIDE,
    MOUNT,
    UNDER,
    WITH_PARTNER,
    WITH_THING,
    relate,
)
from model.sketch.language.vocabulary import (
    ACCESSORY,
    CONCEPT,
    EXPRESSION,
    IMPLIED,
    PERSON,
    TRADE,
    Vocabulary,
)
from model.sketch.scene import TIMES, WEATHERS

MOST_WORN, MOST_HELD = 3, 2
RAINBOW = "1F308"
# Trades that are recognised only with their tool, in addition to their clothes.
_TOOLS = frozenset({
    "wizard", "mage", "witch", "magician", "detective", "rockstar", "rock star",
})  # fmt: skip
_OWN_PARTS = frozenset({
    "eyes", "eye", "ear", "nose", "mouth", "foot", "leg", "lips", "ears",
})  # fmt: skip
# After these a person stands for clothes that no part shows: "in a kimono".
_CLOTHING = ("in", "wear")
# Materials whose names before a noun are never things that it holds.
_HARD = frozenset({"chocolate", "ice", "wood", "stone", "crystal", "brick", "metal"})
# Links whose noun is a thing, though it could be worn: "popping out of a magician's hat".
_AROUND = (INSIDE, MOUNT, UNDER, BESIDE, HIDDEN)
_PERSONS = {
    **dict.fromkeys(("queen", "bride", "waitress", "witch", "ballerina", "cheerleader"), "1F469"),
    **dict.fromkeys(("king", "groom"), "1F468"),
}
"""The person of a trade that is a woman's or a man's; of others it is PERSON."""
# Links after which a creature is another figure, and how the two stand.
_COMPANIONS = {"with": "together", "do": "facing"}
_CATCH = frozenset({"fish", "shrimp", "lobster", "crab", "squid", "oyster", "tropical fish"})
_GROWN = frozenset({"animal", "person"})
_GIVEN = {"for": "hold", "from": "behind"}
"""What the link after a thing means with something that is no figure."""
_FOR_CREATURES = frozenset({"hug", "feed", "hold hands", "dance", "love", "wave"})


def in_light(draft: Draft, concept: str) -> bool:
    """Join a place behind the base with its time or weather: "in a snowy forest". False for others.

    Either may come first.
    """
    if draft.behind is None:
        return False
    if concept == draft.behind and concept in LIGHTS:
        return True
    pairs = ((draft.behind, concept), (concept, draft.behind))
    for place, light in sorted(pairs, key=lambda pair: LIGHTS.get(pair[1]) not in TIMES):
        if place_of(place) is None or (name := LIGHTS.get(light)) is None:
            continue
        free = draft.time is None if name in TIMES else draft.weather is None
        if free and LIGHTS.get(place) not in (TIMES if name in TIMES else WEATHERS):
            draft.behind = place
            if name in TIMES:
                draft.time = name
            else:
                draft.weather = name
            return True
    return False


class Roles:
    """Adds nouns to a Draft."""

    def __init__(self, vocabulary: Vocabulary, nouns: Nouns) -> None:
        self._vocabulary, self._nouns = vocabulary, nouns
        self._concepts = vocabulary.library.concepts
        self._slots = {a.name: a.slot for a in vocabulary.library.accessories.values()}

    def compound(self, draft: Draft, lexeme: Lexeme, headed: bool) -> None:
        """A further noun of the base clause: an accessory, a trade, background or a held thing."""
        senses, concept = lexeme.senses, lexeme.senses.get(CONCEPT)
        may_be_made = headed and ACCESSORY not in lexeme.senses  # "glasses" are not glass
        material = self._vocabulary.material(lexeme.words) if may_be_made else None
        if material in _HARD and draft.material is None:
            draft.material = material
        elif ACCESSORY in senses:
            self.wear(draft, senses[ACCESSORY], lexeme)
        elif TRADE in senses:
            self.ply(draft, senses[TRADE], lexeme)
        elif IMPLIED in senses:
            self.hold(draft, senses[IMPLIED], lexeme)
        elif concept == RAINBOW and headed and draft.colour is None and not lexeme.emoji:
            draft.colour = "rainbow"
        elif concept and headed and self._nouns.is_scenery(concept):
            self.put_behind(draft, concept, lexeme)
        elif concept and headed and not self._nouns.is_creature(concept):
            self.hold(draft, concept, lexeme)
        else:
            draft.unread.append(lexeme.text)

    def place(self, draft: Draft, lexeme: Lexeme, link: str) -> None:
        """Add a clause's noun in the role that its linking word asks for."""
        senses, concept = lexeme.senses, concept_of(lexeme)
        link = self._meant(draft, lexeme, link)
        if link in WITH_PARTNER and self.join(draft, lexeme, link):
            return
        if link == "half" and concept is not None and draft.half is None:
            draft.half = concept
            return
        if concept is None and ACCESSORY in senses and link in _AROUND:
            concept = self._vocabulary.library.accessories[senses[ACCESSORY]].concept
        if link == "with" and concept and self._concepts[concept].name in _OWN_PARTS:
            draft.unread.append(lexeme.text)  # "with red eyes": of its own, not in its hand
        elif EXPRESSION in senses and ACCESSORY in senses and draft.expression is None:
            draft.expression = senses[EXPRESSION]
        elif TRADE in senses and CONCEPT not in senses and self._accompany(draft, lexeme, link):
            return
        elif TRADE in senses and CONCEPT not in senses and link in ("behind", "fill", *RELATIONS):
            draft.unread.append(lexeme.text)
        elif TRADE in senses and (link in ("as", *_CLOTHING) or CONCEPT not in senses):
            self.ply(draft, senses[TRADE], lexeme)
        elif (worn := senses.get(ACCESSORY)) and not (
            concept and self._nouns.is_thing(worn, link, not is_plural(lexeme.words))
        ):
            self.wear(draft, worn, lexeme)
            draft.pose = draft.pose or ("running" if link == CHASE else None)
        elif (said := self._nouns.said_face(lexeme)) and draft.expression is None:
            draft.expression = said
        elif concept is None or (
            not worn and link in ("as", *_CLOTHING) and self._nouns.is_dress(concept, link)
        ):
            self.dress(draft, lexeme)
        elif link == "base" and self._nouns.is_pair(draft, concept):
            draft.beside, draft.act = concept, draft.act or "together"
        elif relate(draft, self._concepts[concept], link):
            return
        elif link in WITH_THING:
            self.hold(draft, concept, lexeme)
            draft.held.sort(key=lambda one: one != concept)
        elif self._concepts[concept].name in HELD_ANYWHERE or link in ("hold", "wear", "as"):
            self.hold(draft, concept, lexeme)
        elif self._nouns.is_scenery(concept) or (
            link in ("behind", "upon", "in", *RELATIONS) and link not in WITH_PARTNER
        ):
            self.put_behind(draft, concept, lexeme)
        elif link in _COMPANIONS and self._is_company(draft, concept):
            draft.beside = concept
            draft.act = draft.act or _COMPANIONS[link]
        else:
            self.hold(draft, concept, lexeme)

    def _meant(self, draft: Draft, lexeme: Lexeme, link: str) -> str:
        """The link that a linking word stands for with this noun and what is in the draft."""
        concept = concept_of(lexeme)
        if link == "into":
            link = "hold" if draft.held else "in"  # "pouring milk into a cup"
        if link in ("behind", "upon") and draft.act == "throwing" and draft.beside is None:
            link = BESIDE  # "throwing a pie at a clown"
        if link == MOUNT and concept is not None and self._concepts[concept].name == "kite":
            link = "hold"  # "flying a kite"
        if link in _GIVEN:
            is_somebody = self._nouns.is_creature(concept) if concept else TRADE in lexeme.senses
            link = "face" if is_somebody else _GIVEN[link]
        if link == "face" and draft.beside is not None:
            link = "behind"  # "man and robot watching TV"
        return link

    def _is_company(self, draft: Draft, concept: str) -> bool:
        """Whether a creature is next to the base, which is one too, and not in its hands."""
        alone = draft.base is not None and draft.beside is None and draft.mount is None
        found = self._concepts[concept]
        return alone and self._is_alive(draft) and found.kind in _GROWN and found.name not in _CATCH

    def _is_alive(self, draft: Draft) -> bool:
        return draft.base is None or self._nouns.is_creature(draft.base)

    def _accompany(self, draft: Draft, lexeme: Lexeme, link: str) -> bool:
        """Put a person of a trade next to a creature; False if the base plies the trade itself."""
        if link not in ("base", CHASE) or draft.base is None or draft.beside is not None:
            return False
        if not self._is_alive(draft):
            return False
        draft.beside = self._companion(draft, lexeme.senses[TRADE])
        draft.act = draft.act or "together"
        if link == CHASE:
            draft.act, draft.pose = "chasing", draft.pose or "running"
        return True

    def _companion(self, draft: Draft, trade: str) -> str:
        """The person of a trade at the base's side, whose clothes are noted."""
        draft.beside_worn += self._vocabulary.clothes(trade)
        return _PERSONS.get(trade, PERSON)

    def join(self, draft: Draft, lexeme: Lexeme, link: str) -> bool:
        """Put a verb's noun at the base's side; False if it is a thing that is rather held."""
        concept = concept_of(lexeme)
        trade = lexeme.senses.get(TRADE) if CONCEPT not in lexeme.senses else None
        if draft.beside is not None or (concept is None and trade is None):
            return False
        if link == "face" and concept is not None and self._concepts[concept].kind == "place":
            return False  # "crying at the cinema"
        if trade is not None:
            concept = self._companion(draft, trade)
        elif concept is None or (
            link in _FOR_CREATURES
            and self._is_alive(draft)
            and not self._nouns.is_creature(concept)
            and concept != draft.base
        ):
            draft.pose = draft.pose or ("dancing" if link == "dance" else None)
            return False
        draft.beside = concept
        if draft.act in (None, "together"):
            draft.act = WITH_PARTNER[link]
        if link == "wave":
            draft.pose = draft.pose or "waving"
        return True

    def dress(self, draft: Draft, lexeme: Lexeme) -> None:
        """Wear what shows a costume, if there is anything."""
        concept = concept_of(lexeme)
        worn = COSTUMES.get(self._concepts[concept].name, "") if concept else ""
        found = self._vocabulary.accessories(worn)
        for name in found:
            self.wear(draft, name, lexeme)
        if not found:
            draft.unread.append(lexeme.text)

    def wear(self, draft: Draft, name: str, lexeme: Lexeme) -> None:
        slots = {self._slots[worn] for worn in draft.accessories}
        if name in draft.accessories:
            return
        if self._slots[name] in slots or len(draft.accessories) >= MOST_WORN:
            draft.unread.append(lexeme.text)
        else:
            draft.accessories.append(name)

    def hold(self, draft: Draft, concept: str, lexeme: Lexeme) -> None:
        if len(set(draft.held)) >= MOST_HELD:
            draft.unread.append(lexeme.text)
        elif concept not in draft.held:
            draft.held.append(concept)

    def put_behind(self, draft: Draft, concept: str, lexeme: Lexeme) -> None:
        if draft.behind is None:
            draft.behind = concept
        elif not in_light(draft, concept):
            self.hold(draft, concept, lexeme)

    def ply(self, draft: Draft, trade: str, lexeme: Lexeme) -> None:
        """Give the base a trade's clothes, or its tool if there are no clothes."""
        draft.is_person, draft.person = True, _PERSONS.get(trade, draft.person)
        held = lexicon.trades()[trade].tool
        found = self._vocabulary.clothes(trade)
        for name in found:
            self.wear(draft, name, lexeme)
        concept = self._vocabulary.named(held.removeprefix("+")) if held else None
        if concept and (not found or trade in _TOOLS):
            self.hold(draft, concept, lexeme)
        elif concept and held.startswith("+"):
            draft.tool = concept
        elif not found:
            draft.unread.append(lexeme.text)
