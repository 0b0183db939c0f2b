"""Chat slang and situations: what people mean by "LGTM" or "when the wifi is down".

Each is read as a plain prompt. A topic may stand anywhere in a prompt; a saying is the whole of it,
apart from words that add nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.sketch.language.english import words
from model.sketch.language.words import by_phrase, plain, singulars, spans
from model.sketch.library import Library
from model.sketch.scene import Scene

_LONGEST = 6


TOPICS = by_phrase("""
exploding head: mind blown, mindblown, mind blowing, blew my mind, blows my mind, galaxy brain
thumbs up: lgtm, looks good to me, sounds good, ship it, all good, no problem, well played
thumbs up: approved, approve, good job, well done, nice work, nice one, i agree, agreed, roger that
thumbs up with a sparkle: great job, good bot, great work
party popper with fireworks: happy new year, happy new years, new year new me
jack o lantern: happy halloween, trick or treat, spooky season, spooky
hatching chick: happy easter
clinking glasses: cheers, bottoms up, salud, prost
raised hand: high five, hi five, highfive, gimme five
oncoming fist: fist bump, fistbump, brofist, bro fist, fist bumping
thumbs down: disapprove, boo, disagree, bad bot, no good, do not like, rejected
clapping hands: applause, bravo, congrats, congratulations, kudos, slow clap, round of applause
saluting face: o7, salute, aye aye, yes sir, yes chef, on it, copy that, reporting for duty
folded hands: thank you so much, thanks, thank you, ty, tysm, thx, praying, bless, namaste, grateful
handshake: teamwork, deal, we have a deal, partnership, agreement, cooperation, good game, team up
person facepalming: smh, smdh, oof, i can not even, i cant even, why though
person shrugging: shrug, idk, dunno, who knows, i do not know, i dont know, no idea, whatever, idc
person shrugging: beats me, not my problem, it is what it is, meh
unamused face: bruh, bro, seriously, really now, not funny, not impressed, side eye, unimpressed
unamused face: are you kidding me, bombastic side eye, cringe but true
smirking face: skill issue, git gud, get good, cope, sus and smug, get rekt, rekt, owned,
  told you so
smirking face: ratio, cope harder, noob, trash talk, get wrecked, you mad bro, u mad
smiling face with sunglasses: main character, main character energy, like a boss, big brain
smiling face with sunglasses: chad, sigma, gigachad, deal with it, swag, drip, rizz, slay, savage
smiling face with sunglasses: cool story, no big deal, easy peasy, too easy, nailed it, slaying
melting face: too hot, dying inside, internal screaming, i am dying, overwhelmed, melting down
melting face: meltdown, having a meltdown, it is too much, awkward silence
grimacing face: awkward, cringe, yikes, oops, whoops, sorry not sorry, big yikes, uh oh
face screaming in fear: omg, panic, aaaa, aaah, aaaaa, jumpscare, jump scare, freak out
face screaming in fear: freaking out, existential dread, oh no, help me, send help
astonished face: plot twist, no way, wtf, what the, say what, unbelievable, pikachu face, shook
astonished face: shooketh, gasp, wait what, mind boggling
thinking face: hmm, hmmm, hmmmm, let me think, thinking about it, big think, interesting
thinking face: think about it, i wonder, makes you think
face with raised eyebrow: sus, doubt, press x to doubt, fishy, x to doubt, sounds fake,
  cap or no cap
partying face: party time, lets party, lets go party, celebrate, celebration, woohoo, yay, lets goo
partying face: lets gooo, letsgo, happy birthday to you, friday feeling, friday, tgif, weekend
partying face: friday night, weekend mode, it is friday, happy friday, payday, party mode
partying face with fire: hype, hyped, hype train, so hyped, pumped, get hype, pog, poggers, pogchamp
partying face with fire: lets goooo, lfg, hyped up, turnt
tired with coffee: monday, mondays, case of the mondays, monday mood, need coffee, no coffee
tired with coffee: need caffeine, monday morning, early morning, before coffee, barely awake
tired with coffee: too early, morning person, rise and grind
sleepy with coffee: good morning, gm, waking up, woke up, wakey wakey
sleeping face: good night, gn, goodnight, bedtime, sleep tight, nap time, naptime, so sleepy
sleeping face: eepy, honk shoo, snore, snoring, time for bed, going to bed
sleeping face with a pizza: food coma, foodcoma, ate too much, so full
tired with a laptop: meeting, meetings, zoom call, zoom meeting, overtime, burnout, burn out
tired with a laptop: work from home, wfh, working late, spreadsheet, spreadsheets, emails
tired with a laptop: crunch time, too much work, back to work, on call, burned out, burnt out
tired with an open book: exam, exams, finals, finals week, studying for exams, final exam
tired with an open book: cramming, all nighter, thesis, midterm, midterms
scared face with an alarm clock: deadline, deadlines, due date, due tomorrow, running late, so late
scared face with an alarm clock: overslept, time is running out, hurry up, late for work
open book with a pencil: homework, study, study time, assignment, essay, schoolwork
bored face with an alarm clock: are we there yet, waiting, still waiting, is it over yet, so bored
bored face with a spiral calendar: is it friday yet, is it friday, is it weekend yet, what day is it
tired in front of a crescent moon: 2 am, 3 am, 4 am, midnight thoughts
tired in front of a crescent moon: insomnia, can not sleep, cant sleep, up all night
tired in front of a crescent moon: sleep deprived, no sleep, awake at night, sleepless
shocked face with money with wings: the bill, bill, bills, see the bill, rent is due, taxes, tax
shocked face with money with wings: broke, im broke, no money, expensive, inflation, overpriced
rich face: money money, to the bank, jackpot, stonks money, make it rain, cha ching, rich af
yum face with fork and knife with plate: food arrives, food is here, food has arrived
yum face with fork and knife with plate: dinner is ready, dinners ready, dinner ready, foodie
yum face with fork and knife with plate: lunch time, lunchtime, dinner time, lunch is ready, nom
yum face with fork and knife with plate: om nom nom, nom nom, so hungry, food time, hangry, snack
angry face with a laptop: wifi is down, internet is down, no wifi, no internet, lag, laggy, lagging
angry face with a laptop: the server is down, server down, it crashed, bug in prod, merge conflict
angry face with a laptop: printer jam, blue screen, build failed, build fails, tests fail,
  it does not work, technical issues
angry face with a laptop: wifi down, 404, slow internet, connection lost, no signal
happy face with a laptop: it works, my code compiles, it compiles, build passed, bug fixed, deployed
happy face with a laptop: works on my machine, code review
flexed biceps: gym, gym day, leg day, gym time, gains, swole, pr day, beast mode, get strong
flexed biceps: you got this, stay strong, power up
person running: gotta go, gtg, g2g, omw, on my way, run away, nope out, noped out, im out, yeet away
waving hand: cya, see ya, bye, goodbye, bye bye, farewell, peace out, see you, hello there, wassup
waving hand: welcome, sup, greetings, howdy, hiya, ttyl, later gator
person throwing a soccer ball: yeet, yeeted, yeeting, yoink
victory hand: peace sign, peace, peace and love, v sign
smiling face with hearts: ily, i love you, love you, luv u, much love, xoxo, hugs, uwu, owo, aww,
  awww
smiling face with hearts: wholesome, so sweet, in my feels, valentine, valentines, be my valentine
smiling face with open hands: hug, big hug, free hugs, group hug, virtual hug, sending hugs, cuddle
loudly crying face: rip me, sadge, big sad, why me, i am crying, so sad, sad noises, f in chat
loudly crying face: im crying, feels bad, feelsbadman, cry me a river, in shambles
headstone: f, rip, rest in peace, press f, ripperoni
relieved face: phew, finally, feels good, feelsgoodman, that was close, dodged a bullet, at last
relieved face: chilling, vibing, vibe, good vibes, vibes, self care, me time, inner peace
rolling on the floor laughing: roflmao, lmfao, kekw, kek, im dead, dead laughing, xd, haha, hahaha
rolling on the floor laughing: hahahaha, dying of laughter, lulz, so funny, too funny, lolol, jaja
skull: ded, i am dead, im ded, dying
enraged face: rage quit, ragequit, triggered, tilted, malding, table flip, flip the table, tableflip
enraged face: so mad, rage mode, grr, grrr
face with rolling eyes: sarcasm, sarcastic, as if, yeah right, duh, eye roll, wow thanks, sure jan
face with rolling eyes: ok boomer, here we go again, not again
shushing face: shh, shhh, be quiet, quiet please, secret, spoiler, spoilers, spoiler alert,
  no spoilers
zipper mouth face: no comment, my lips are sealed, zip it
eyes: lurking, lurker, popcorn time, i see you, peek, peeking
popcorn: drama, grab popcorn, here for the drama, drama alert, tea time drama
hot beverage: spill the tea, coffee break, coffee time, tea time, teatime, cuppa tea
clown face: clown moment, clownery, clown world, joke, april fools, honk honk
hundred points: keep it real, facts, no cap, based, true that, big facts, goated
goat: goat of all time, the goat, greatest of all time
trophy: gg no re, victory royale, winner winner, first place, number one, champions, we won
video game: game night, gaming time, gamer time, respawn, queue up, one more game, game on
check mark: done, task done, fixed, verified, correct, resolved, todo done, yes
cross mark: nope, wrong, denied, incorrect, veto, nah, cancelled, canceled, absolutely not
party popper: launch day, release day, new release, level up, milestone, achievement unlocked
chart increasing: stonks, number go up, to the top, growth
chart decreasing: not stonks, number go down, crash and burn, downfall
hundred points on fire: lit, so lit, straight fire, on point, bussin
folded hands with a sparkle: manifesting, blessing, fingers crossed prayer
crossed fingers: good luck, fingers crossed, wish me luck, hopefully, best of luck
hourglass not done: loading, please wait, wait for it, one moment, soon, soon tm, one sec, hold on
red question mark: what, huh, question, any questions, who asked, wat, wut
man detective with a magnifying glass: investigating, on the case, sherlock
rocket in front of a full moon: to the moon, moonshot, moon mission, when moon
seedling with backhand index pointing left: touch grass, go outside, touching grass
sick face: sick day, day off sick, man flu, sick leave, calling in sick, have a cold
sick face: with a cold, got a cold, has a cold, flu, covid, fever
sneezing face: allergies, allergy season, hay fever, achoo, bless you
hot face: heat wave, heatwave, so hot, spicy, summer heat, sweating bullets
cold face: so cold, brr, brrr, freezing cold, winter is coming, too cold
beach with umbrella: vacation, vacay, holiday mode, on vacation, day off, out of office, ooo, pto
face with monocle: fancy, quite, indeed, sophisticated, posh, classy, like a sir, distinguished
face with hand over mouth: gossip, tee hee, teehee, hehe, giggle
star struck: fan girl, fanboy, amazing, awesome, epic, iconic, legendary, wow factor
brain on fire: my brain, brain rn, brain melt, brain fried, fried brain, brain overload, brain fog
low battery: low energy, out of energy, social battery, no energy, battery low, drained,
  running on empty
""")
SAYINGS = frozenset(
    {
        "f", "bro", "what", "yes", "done", "fixed", "correct", "wrong", "deal", "drama", "joke",
        "question", "secret", "vibe", "waiting", "soon", "fancy", "quite", "indeed", "posh",
        "classy", "hug", "hugs", "cuddle", "high five", "goodbye", "thanks", "bless", "welcome",
        "spicy", "lit",
        "snack", "finally", "awkward", "panic", "dying", "praying", "peek", "peeking", "lurking",
        "really now", "savage", "drip", "swag", "slay", "based", "facts", "growth", "peace",
        "amazing", "awesome", "epic", "legendary", "iconic", "interesting", "whatever", "expensive",
        "the goat", "gasp", "bill", "bills", "the bill", "sup", "quiet please", "gossip", "giggle",
        "lag", "study", "loading", "hype", "owned", "boo", "snore",
        "snoring", "my brain", "celebrate", "rejected", "approved", "overwhelmed",
        "grateful", "in shambles", "chilling", "vibing", "gym", "meeting", "exam", "bye", "oops",
        "distinguished", "sophisticated", "noob", "broke", "salute", "celebration",
        "milestone", "see ya",
        "sarcasm",
    }
)  # fmt: skip
"""Topics that are read only as a whole prompt: in a sentence they have other meanings."""
# Words of a saying, and of a sentence about a topic, that show nothing.
FILLERS = words("""
    when me my pov its it is be like mood feeling vibe vibes energy moment again today rn fr lol
    literally just so the a an this that thats i im you your we us our everyone day days time and
    have has having got get after before of hours hour minutes for at on in am pm been too much
    very one more are was to see says say said mom dad boss he she they all always every still yet
    tfw mfw week month season face how feel feels right now ready tbh ngl irl im ive id be please
    pls need want up
""")


@dataclass(frozen=True, slots=True)
class Situation:
    """What a prompt says as slang, as a plain prompt, and the rest of its text."""

    prompt: str
    rest: str


def situation(prompt: str) -> Situation | None:
    """The topic or saying in a prompt, or None."""
    written = spans(prompt)
    said = [plain(word) for _, _, word in written]
    for start in range(len(said)):
        for length in range(min(_LONGEST, len(said) - start), 0, -1):
            to = start + length
            if (found := _topic(said[start:to])) is None:
                continue
            idle = all(one in FILLERS or one[0].isdigit() for one in said[:start] + said[to:])
            if idle or found not in SAYINGS:
                rest = prompt[: written[start][0]] + " " + prompt[written[to - 1][1] :]
                return Situation(TOPICS[found], "" if idle else rest)
    return None


def combined(library: Library, shown: Scene, rest: Scene) -> Scene:
    """The Scene of a situation, with what the rest of the prompt shows in it."""
    unread = tuple(word for word in rest.unread if plain(word) not in FILLERS)
    guessed = shown.guessed + rest.guessed
    face = library.concepts[shown.base].kind == "face"
    if not rest.is_understood:
        return replace(shown, unread=unread)
    if face and library.concepts[rest.base].kind == "face":
        return replace(shown, held=(*shown.held, *rest.held)[:2], unread=unread, guessed=guessed)
    alive = face or library.concepts[shown.base].kind == "person"
    own = shown.held if alive else (shown.base, *shown.held)
    return replace(
        rest,
        expression=rest.expression or shown.expression,
        pose=rest.pose or shown.pose,
        held=(*rest.held, *own)[:2],
        behind=rest.behind or shown.behind,
        unread=unread,
        guessed=guessed,
    )


def _topic(words: Sequence[str]) -> str | None:
    head = " ".join(words[:-1])
    forms = (f"{head} {last}".strip() for last in singulars(words[-1]))
    return next((form for form in forms if form in TOPICS), None)
