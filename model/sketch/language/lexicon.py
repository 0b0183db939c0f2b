"""The lexicon: English phrases for expressions, poses, accessories, colours and linking words.

A value may list alternatives, separated by "/"; the first one in the library is used. Phrases are
lower case, singular and without hyphens.
"""

from collections.abc import Mapping

from model.sketch.language.words import by_phrase

Table = Mapping[str, str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Phrase -> the closest expression.
EXPRESSIONS: Table = by_phrase("""
adoring: loving face, full of love, surrounded by heart
angry: angry, mad, annoyed, grumpy, irritated, fuming, pissed, pissed off,
  angrily, hostile, anger, bad tempered, grouchy, evil looking
furious: yelling, shouting, yells, shouts, hollering, yelling at, shouting at,
  screaming at, roaring at, hollering at, yells at, shouts at, screams at
furious: furious, enraged, raging, rage, livid, outraged, seething, fury,
  very angry
furious: swearing, cursing, cussing, swearing at, cursing at
happy: hopeful, optimistic
happy: happy, joyful, cheerful, glad, delighted, jolly, merry, happily, joy, gleeful,
  content, grinning, grin, overjoyed, big smile
smiling: smiling, smile, smiley, friendly, pleased, cheery, satisfied, with eye, with two eye,
  with face, with cute face, with googly eye, with big eye
laughing: laughing, laugh, lol, giggling, hilarious, lmao, rofl, cackling, laughter,
  tear of joy, cracking up
sad: sad, unhappy, upset, disappointed, gloomy, depressed, miserable, heartbroken,
  sorrowful, blue mood, sadly, frowning, frown, lonely, sorry, pensive, melancholy, dejected
crying: crying, weeping, sobbing, tearful, cry, in tears, tear, bawling, teary
in love: heart eyes, in love, loving, love struck, lovestruck, heart eye, heart eyed, infatuated,
  smitten, adoring, enamored, lovey, lovesick, romantic, crushing
winking: winking, wink, flirty, flirting, cheeky
surprised: surprised, amazed, astonished, startled, stunned, surprise, open mouthed,
  gasping, wow, awed
shocked: shocked, shock, flabbergasted, speechless
scared: scared, afraid, frightened, terrified, fearful, screaming,
  horrified, spooked, scream, panicked, panicking, petrified, fear
worried: worried, anxious, nervous, concerned, stressed, uneasy, worry, troubled, anguished
sleepy: sleepy, drowsy, snoozing, dozing, half asleep
yawning: yawning, yawn, yawns
sneezing: sneezing, sneeze, sneezes, sneezy, blowing its nose, blowing his nose, blowing nose,
  runny nosed, allergic, achoo
tired: tired, exhausted, weary, worn out, fatigued
sick: sick, ill, nauseous, nauseated, queasy, green faced, unwell
sick: vomiting, puking, throwing up, barfing, vomits, pukes, throws up
disgusted: disgusted, grossed out, revolted, yuck, disgust
dizzy: dizzy eyes, spiral eyes, dizzy, dazed, knocked out, hypnotized
woozy/dizzy: drunk, tipsy, wasted
dizzy: dead, x eyed
cool/smug: cool guy
smug: smug, smirking, sly, smirk, mischievous, sneaky, confident, naughty, devious,
  cunning, proud
suspicious: thinking, pondering, wondering, thoughtful, curious, pensively, contemplating
confused: confused, puzzled, baffled, perplexed, unsure, bewildered
jealous: jealous, envious, jealously, jealousy, envy
jealous: unamused, displeased, unimpressed, not amused, sulking, sulky,
  pouting
silly: silly, goofy, wacky, playful, tongue out, crazy, sticking out tongue,
  derpy, funny, insane, sticking its tongue out, nutty
rich: money eyes, dollar eyes, rich, wealthy, greedy, money eyed, loaded
starstruck: star eyes, starstruck, star struck, starry eyed, star eye,
  star eyed, excited, fangirling, stoked, thrilled
bored: bored, indifferent, uninterested, apathetic, deadpan
neutral: neutral, blank, expressionless, emotionless, poker faced, poker face,
  straight faced, stoic
suspicious: suspicious, skeptical, doubtful, raised eyebrow,
  dubious, distrustful, judging, judgy
shy: shy, bashful, timid, blushing, blush face
flushed/shy: embarrassed, flushed, ashamed, awkward, embarrassment, humiliated, mortified
kissing: kissing, kiss, blowing kiss, kissy, smooching
yum: hungry, starving, yummy, delicious, tasty, yum, savoring, licking lip
pleading: pleading, begging, puppy eye, puppy eyed, doe eyed
relieved: relieved, calm, peaceful, relaxed, serene, zen, chill, chilled
sweating: sweating, sweaty, relieved sweat
freezing: freezing, shivering, freezing cold, very cold, ice cold
overheated: overheated, overheating, boiling hot, too hot, feverish, very hot
shocked: mind blown
happy: partying, celebrating
rolling eyes/unamused: eye rolling, rolling eye, rolling its eye
grimacing: grimacing, cringing, awkwardly smiling
smug: devilish, evil, wicked, sinister, villainous
smiling: angelic, innocent, blessed
laughing: crying laughing, laughing crying, crying with laughter
nerdy: nerd face, geeky
""")

POSES: Table = by_phrase("""
dancing: dancing, boogying, dance, grooving, boogieing, twerking, raving, dancer,
  breakdancing, salsa, dabbing, waltzing, dances
running: running, sprinting, jogging, racing, run, rushing, fleeing, hurrying, dashing,
  jog, runs
walking: walking, strolling, marching, hiking, walk, wandering, walks
jumping: jumping, leaping, hopping, bouncing, jump, skipping, jumps
sitting: sitting, seated, sit, sits, sitting down
sleeping: sleeping, asleep, napping, nap, taking nap, sleep, resting, sleeps, lying down,
  laying down
waving: waving, waving goodbye, waving hello, waving bye, waving hi,
  greeting, saying hello, saying hi, wave hand, saying goodbye, waves, saying bye
flexing: flexing, strong, muscular, buff, muscly, flex
cheering: cheering, arms up, victorious, winning, triumphant, hooray, hands up, raising hand
kicking: kicking, karate, kung fu, kick, martial art, karate kick
meditating: meditating, yoga, meditation, lotus position, doing yoga
flying: flying, soaring, winged, hovering, flies
shrugging: shrugging, shrug
pointing: pointing
standing: standing, stand, with arms and leg, with legs and arm, with arm, with leg
""")

COLOURS: Table = by_phrase("""
red: red, crimson, scarlet, ruby, reddish, dark red, maroon, burgundy
orange: orange, tangerine coloured, amber
yellow: yellow, yellowish, lemon yellow
green: green, emerald, greenish, dark green, light green
lime: lime green, neon green
teal: teal
turquoise: turquoise, cyan, aqua
blue: blue, navy, azure, dark blue, light blue, sky blue, bluish, navy blue, indigo
purple: purple, violet, lavender, lilac, magenta
pink: pink, rosy, hot pink, rose coloured, fuchsia
brown: brown, chocolate brown, tan
black: black, jet black, burnt, burned, charred, scorched
white: white, snow white, pale
grey: grey, gray
gold: gold, golden
silver: silver, silvery, metallic, chrome
rainbow: rainbow coloured, rainbow colored, multicoloured, multicolored, colourful, colorful
""")

# Phrase -> accessories, the preferred one first.
ACCESSORIES: Table = by_phrase("""
sunglasses: sunglasses, shades, sunglass, dark glasses, aviators, sunnies, ray bans, sun glasses,
  deal with it glasses
glasses: glasses, spectacles, eyeglasses, specs, reading glasses, nerd glasses
goggles: goggles, safety glasses, ski goggles, swim goggles, safety goggles
monocle: monocle, eyeglass
diving mask: diving mask, snorkel, scuba mask, snorkel mask, diving goggles
face mask: face mask, medical mask, surgical mask, mask, doctor mask, covid mask
eye patch: eye patch, eyepatch, patch over eye
top hat: top hat, tophat, hat, magician hat, cylinder hat, fancy hat
party hat: party hat, birthday hat, party cap, cone hat
wizard hat: wizard hat, wizards hat, sorcerer hat, mage hat, magic hat
witch hat: witch hat, witches hat, witchs hat
cowboy hat: cowboy hat, stetson, western hat, cowgirl hat, sheriff hat, cow boy hat
chef hat: chef hat, chefs hat, cook hat, toque, baker hat, chef cap
pirate hat: pirate hat, tricorn, captain hat, tricorne, pirates hat
santa hat: santa hat, christmas hat, santa claus hat, santa cap, xmas hat
beanie: beanie, woolly hat, wool hat, knit hat, knitted hat, winter hat, bobble hat, toboggan hat
flower crown: flower crown, floral crown, crown of flowers, wreath of flowers, flower wreath,
  daisy crown
halo: halo, angel halo, angel ring
horns: horns, devil horns, demon horns, horn
headband: headband, sweatband, head band, sweat band, bandanna, bandana
bandage: bandage, head bandage, bandaged head, bandaged, injured
moustache: moustache, mustache, stache, handlebar moustache, handlebar mustache, tache
beard: beard, bearded, full beard
lipstick: lipstick, red lips, red lipstick, lip gloss
clown nose: clown nose, red nose, red clown nose
facepalm: facepalm, facepalming, face palm, facepalms
tears: tears, streams of tears, tear stream
blush: blush, rosy cheek, pink cheek, red cheek, blushing cheek, blushed cheek
sweat drop: sweat drop, sweatdrop, sweat, bead of sweat
zzz: zzz, zz, zzzz
star eyes: star eye
heart eyes: heart eye
money eyes: money eye, dollar eye, dollar sign eye
dizzy eyes: dizzy eye, spiral eye, cross eye
earrings: earrings, earring, hoop earring, ear ring
apron: apron, bib, kitchen apron
cape: cape, cloak, superhero cape, hero cape, red cape, vampire cape
wings: wings, wing, angel wing, feather wing, bird wing
fairy wings: fairy wing, butterfly wing, pixie wing, dragonfly wing
tail: tail, long tail
astronaut helmet: astronaut helmet, space helmet, space suit, spacesuit, astronaut suit,
  in space suit, in spacesuit, fishbowl helmet, astronaut costume
nightcap: nightcap, night cap, sleeping cap, sleeping hat, pajama hat, nightcaps, night hat
detective hat: detective hat, deerstalker, deerstalker hat, sherlock hat, detectives hat,
  sherlock holmes hat, detective cap
fedora: fedora, trilby, gangster hat, spy hat, mafia hat, indiana jones hat, fedora hat
bowler hat: bowler hat, bowler, derby hat
beret: beret, french hat, artist hat, painter hat, artist beret
sombrero: sombrero, mexican hat, mariachi hat
fez: fez, fez hat
sailor hat: sailor hat, sailor cap, navy hat, sailors hat
police hat: police hat, police cap, cop hat, policeman hat, officer hat, pilot hat, pilot cap,
  conductor hat
jester hat: jester hat, jester cap, fool hat, joker hat, jesters hat
bucket hat: bucket hat, fishing hat, fisherman hat, angler hat, fishermans hat
elf hat: elf hat, elfs hat, gnome hat, peter pan hat, christmas elf hat
leprechaun hat: leprechaun hat, irish hat, st patricks hat, leprechauns hat
tinfoil hat: tinfoil hat, tin foil hat, foil hat, aluminium hat, aluminum foil hat
viking helmet: viking helmet, viking hat, horned helmet, vikings helmet
knight helmet: knight helmet, knights helmet, medieval helmet, visor helmet
hard hat: hard hat, hardhat, construction helmet, construction hat, safety helmet, builder hat,
  builder helmet, miner helmet
firefighter helmet: firefighter helmet, fire helmet, fireman helmet, fireman hat, fire hat,
  firefighter hat, rescue helmet, firefighters helmet
propeller hat: propeller hat, propeller cap, beanie with propeller, propeller beanie
nurse hat: nurse hat, nurse cap
ushanka: ushanka, fur hat, russian hat, trapper hat, winter fur hat
bonnet: bonnet, baby bonnet, baby hat
ninja mask: ninja mask, ninja hood, balaclava, ski mask, robber mask
eye mask: eye mask, carnival mask, masquerade mask, venetian mask, bandit mask, zorro mask,
  superhero mask, hero mask, domino mask
fangs: fangs, fang, vampire teeth, vampire fang, sharp teeth, pointy teeth, vampire fangs
braces: braces, dental braces, teeth braces, retainer
pacifier: pacifier, dummy pacifier, binky, soother
tongue: tongue, its tongue out, tongue out of mouth
freckles: freckles, freckle, freckled
sunburn: sunburn, sunburnt, sunburned, sun burn, sun burnt
plaster: plaster, band aid, bandaid, adhesive bandage, sticking plaster
mud: muddy, mud, dirty, covered in mud, messy, mud stain
melt: melting, melted, melting away, melts
ice casing: frozen, in ice, in block of ice, frozen in ice, frozen solid, inside ice cube,
  in ice cube, icy
raincoat: in rain coat, in rain jacket, raincoat, rain coat, rain jacket, slicker,
  mackintosh, rain poncho, windbreaker
shirt: shirt, blouse, button up, button down shirt, dress shirt, flannel, flannel shirt
t-shirt: tshirt, tee, tee shirt, t shirt, tank top, crop top
hawaiian shirt: hawaiian shirt, aloha shirt, tropical shirt, hawaii shirt, floral shirt
polo shirt: polo, polo shirt
embroidered shirt: embroidered shirt, vyshyvanka, ukrainian shirt, folk shirt, embroidered blouse
pajamas: pajamas, pyjamas, pajama, pyjama, pjs, jammies, nightgown, nightshirt, sleepwear
kimono: kimono, yukata, hanbok, haori, geisha dress
bathrobe: bathrobe, dressing gown, bath robe, spa robe, house coat
tuxedo: tuxedo, tux, dinner jacket, tuxedo suit
suit: suit, business suit, suit and tie, formal suit, three piece suit, blazer, suit jacket,
  waistcoat, formal wear
santa suit: santa suit, santa claus suit
sweater: sweater, jumper, pullover, cardigan, knitwear, knit sweater, woolly jumper, turtleneck,
  turtleneck sweater, wool sweater
christmas sweater: christmas sweater, ugly sweater, ugly christmas sweater, christmas jumper,
  xmas sweater
hoodie: hoodie, hooded sweatshirt, sweatshirt, hoody
jacket: jacket, denim jacket, jean jacket, bomber jacket, puffer jacket, varsity jacket, parka,
  anorak, down jacket
leather jacket: leather jacket, biker jacket, motorcycle jacket
coat: coat, winter coat, overcoat, fur coat, duffle coat
trench coat: trench coat, trenchcoat, detective coat, mac coat
lab coat: lab coat, labcoat, doctor coat, white coat, doctors coat
scrubs: scrubs, nurse uniform, hospital scrubs, medical scrubs
safety vest: safety vest, hi vis vest, hi vis, high vis vest, hi viz vest, vest, reflective vest,
  gilet
dress: dress, gown, sundress, ball gown, evening gown, frock, summer dress, prom dress, sari
wedding dress: wedding dress, bridal gown, wedding gown, bride dress
princess dress: princess dress, princess gown, fairy dress, ballgown
jersey: jersey, football shirt, soccer jersey, football jersey, sports uniform, soccer uniform,
  football uniform, sports jersey, team shirt, basketball jersey
tracksuit: tracksuit, track suit, jogging suit, sweatsuit, gym clothes, sportswear
armour: armour, armor, suit of armour, suit of armor, plate armour, knight armour, knight armor,
  plate armor, full armour, full armor, chainmail
overalls: overalls, dungarees, coveralls, overall, dungaree
police uniform: police uniform, cop uniform, policeman uniform, pilot uniform, captain uniform
army uniform: army uniform, military uniform, camouflage, camo, camo jacket, soldier uniform,
  uniform
ninja suit: ninja suit, ninja outfit, ninja costume, ninja clothes
karate suit: karate suit, karate gi, gi, judo suit, karate uniform, martial arts uniform, judogi
chef jacket: chef jacket, chef coat, chef whites, chef uniform, chef outfit
robe: robe, wizard robe, robes, mage robe, monk robe, wizards robe
graduation gown: graduation gown, academic gown, judge robe, cap and gown
poncho: poncho, serape, sarape
toga: toga, roman toga
prison uniform: prison uniform, prisoner uniform, prison clothes, prison jumpsuit, jumpsuit
skeleton suit: skeleton costume, skeleton suit
bee suit: bee costume, bee suit, bumblebee costume, bee outfit, honeybee costume
tiger suit: tiger costume, tiger suit, tiger onesie, cat costume
cow suit: cow costume, cow suit, cow onesie
dinosaur suit: dinosaur costume, dinosaur suit, dino costume, dinosaur onesie, dino onesie,
  dragon costume, dragon onesie, crocodile costume, frog costume, frog onesie
onesie: onesie, bunny costume, bunny suit, bunny onesie, rabbit costume, unicorn onesie,
  baby romper, romper
pumpkin suit: pumpkin costume, pumpkin suit, halloween costume, jack o lantern costume
clown suit: clown costume, clown suit, clown outfit
superhero suit: superhero suit, superhero costume, hero suit, superhero outfit, superman costume,
  super suit
swimsuit: swimsuit, bathing suit, swimming costume, one piece swimsuit, swimming suit, leotard
bikini: bikini, two piece swimsuit
life jacket: life jacket, life vest, lifejacket
jeans: jeans, denim jeans, denim
trousers: trousers, pants, slacks, khakis, chinos, sweatpants, leggings
shorts: shorts, short pants, swim trunks, swimming trunks, boxers, boxer shorts, board shorts,
  briefs, underwear, underpants, undies, speedo, speedos
skirt: skirt, miniskirt, mini skirt, pleated skirt
tutu: tutu, ballet skirt, ballerina tutu, ballerina skirt, ballet tutu
kilt: kilt, scottish kilt
grass skirt: grass skirt, hula skirt
diaper: diaper, nappy
boots: boots, boot, hiking boot, winter boot, ugg boot, snow boot, leather boot, work boot,
  combat boot, army boot
rain boots: in rain boots, rain boots, rain boot, wellies, wellington boot, wellingtons,
  rubber boot, gumboots, welly, galoshes
cowboy boots: cowboy boots, cowboy boot, cowgirl boot
sneakers: sneakers, sneaker, shoes, trainers, running shoe, tennis shoe, shoe, gym shoe,
  football boot, sport shoe
slippers: slippers, slipper, bunny slipper, fluffy slipper, house shoe
socks: socks, sock, stockings, knee sock, striped sock, wool sock
high heels: high heels, high heel, heels, stilettos, high heeled shoe
ballet shoes: ballet shoes, ballet shoe, ballet slipper, pointe shoe
sandals: sandals, sandal, flip flop, thong sandal, crocs
roller skates: roller skates, roller skate, rollerskates, rollerblades, rollerblade, inline skate
ice skates: ice skates, ice skate
boxing gloves: boxing gloves, boxing glove
skateboard: skateboard, skate board, longboard, skate
surfboard: surfboard, surf board
crown: crown, tiara, diadem
cap/billed cap: cap, baseball cap, billed cap, snapback, trucker cap, visor
graduation cap: graduation cap, mortarboard, graduation hat, academic cap
straw hat/sun hat: straw hat, farmer hat, farmers hat
sun hat/woman's hat: sun hat, sunhat, summer hat, woman hat, beach hat
helmet/rescue worker's helmet: helmet, bike helmet, bicycle helmet, crash helmet, racing helmet,
  motorcycle helmet, football helmet
military helmet/helmet: military helmet, army helmet
scarf: scarf, muffler, shawl
necktie: necktie, tie, neck tie
bow tie: bow tie, bowtie, dickie bow, fly tie
ribbon bow: bow, hair bow, ribbon bow, ribbon, hair ribbon
headphones/headphone: headphones, headphone, headset, earphones, ear phones, earmuffs, earbuds,
  airpods
medal/sports medal: medal, gold medal
ring: ring, diamond ring
backpack: backpack, rucksack, school bag
stethoscope: stethoscope
flower/hibiscus: flower in hair, flower behind ear
""")

# What no part and no emoji shows. The words stay unread: another hat must not stand in for them.
UNDRAWN: Table = by_phrase("""
stick: on stick
hat: turban, safari hat, panama hat, cat ear hat, thinking cap, swim cap, shower cap, rice hat,
  conical hat
hood: hood
belief: jew, jewish, judaism, muslim, islam, islamic, christian, christianity, religion, religious,
  hindu, hinduism, buddhist, buddhism, sikh, sikhism
violence: kill, killing, kills, killed
thing: machine, dishwasher, vacuum, vacuum cleaner, blender, lawn mower,
  sewing machine, coffee machine
""")

# Phrase -> material: adjectives, and what may follow "made of".
MATERIAL_WORDS: Table = by_phrase("""
wood: wooden, wood carved
pixel: pixel, pixelated, pixel art, 8 bit, 8bit, pixels, 16 bit
brick: lego, legos, lego brick, lego bricks, building blocks
crystal: crystal, crystalline, glass, icy crystal
stone: statue of, statue, sculpture of, sculpture, stony, petrified stone, marble statue, marble
ice: frozen ice, icy
knitted: woolen, woollen, knitted, crocheted, yarn
cheese: cheesy
striped: striped, stripy, stripey, with stripes, stripes
spotted: spotted, spotty, polka dot, polka dotted, dotted, with spots, dalmatian patterned
""")
MATERIALS: Table = {
    **MATERIAL_WORDS,
    **by_phrase("""
bread: bread, toast, dough, bagel, croissant
cheese: cheese
pizza: pizza
chocolate: chocolate, cocoa
wood: wood, timber, log
stone: stone, rock, concrete, granite
ice: ice, snow
gold: gold
silver: silver, chrome
metal: metal, steel, iron, aluminium, aluminum, tin, robot, robotic, mechanical, cyborg
crystal: diamond, gem
ice cream: cream, gelato, sorbet, scoop
brick: block
water: water
fire: fire, flame, lava, magma
knitted: wool
cloud: cloud, cotton, marshmallow, candyfloss
watermelon: watermelon
galaxy: galaxy, star, space
slime: slime, jelly, jello, gelatin, goo
paper: paper, origami, cardboard
leaf: leaf, grass
"""),
}

# Trade -> what its people wear and hold; alternatives as above, things separated by ",". With
# clothes, the tool is held only if it has a +, by those who hold nothing else.
TRADES: Mapping[str, tuple[str, str]] = {
    "pirate": ("pirate hat,eye patch", "dagger"),
    "wizard": ("wizard hat", "magic wand"),
    "witch": ("witch hat", "broom"),
    "mage": ("wizard hat", "magic wand"),
    "magician": ("top hat", "magic wand"),
    "king": ("crown", ""),
    "queen": ("crown", ""),
    "prince": ("crown", ""),
    "princess": ("crown", ""),
    "royal": ("crown", ""),
    "cowboy": ("cowboy hat", ""),
    "cowgirl": ("cowboy hat", ""),
    "sheriff": ("cowboy hat", "star"),
    "detective": ("detective hat", "magnifying glass tilted left"),
    "gentleman": ("top hat", ""),
    "chef": ("chef hat,chef jacket", "cooking"),
    "cook": ("chef hat", "cooking"),
    "doctor": ("lab coat,stethoscope", "stethoscope"),
    "nurse": ("nurse hat,scrubs", "syringe"),
    "surgeon": ("face mask,scrubs", "syringe"),
    "astronaut": ("astronaut helmet,space suit", "rocket"),
    "santa": ("santa hat,beard,santa suit", "wrapped gift"),
    "santa claus": ("santa hat,beard,santa suit", "wrapped gift"),
    "police": ("police hat,police uniform", "police car light"),
    "builder": ("hard hat/helmet,safety vest", "+hammer"),
    "construction worker": ("hard hat/helmet,safety vest", "hammer"),
    "firefighter": ("firefighter helmet/helmet", "+fire extinguisher"),
    "fireman": ("firefighter helmet/helmet", "fire extinguisher"),
    "soldier": ("military helmet/helmet,army uniform", ""),
    "knight": ("knight helmet,armour", "dagger"),
    "samurai": ("headband", "dagger"),
    "ninja": ("ninja mask,ninja suit", "dagger"),
    "student": ("graduation cap", "books"),
    "graduate": ("graduation cap,graduation gown", ""),
    "professor": ("graduation cap,glasses", ""),
    "teacher": ("glasses", "+books"),
    "scientist": ("goggles,lab coat", "+test tube"),
    "nerd": ("glasses", ""),
    "geek": ("glasses", ""),
    "dj": ("headphones/headphone", ""),
    "gamer": ("headphones/headphone", "video game"),
    "artist": ("beret", "artist palette"),
    "painter": ("", "artist palette"),
    "photographer": ("", "camera"),
    "viking": ("viking helmet,beard", "axe"),
    "sailor": ("sailor hat", "anchor"),
    "jester": ("jester hat", ""),
    "elf": ("elf hat", ""),
    "christmas elf": ("elf hat", "wrapped gift"),
    "leprechaun": ("leprechaun hat", ""),
    "gnome": ("elf hat,beard", ""),
    "pilot": ("police hat,goggles", ""),
    "bride": ("wedding dress", "bouquet"),
    "groom": ("tuxedo", ""),
    "ballerina": ("tutu,ballet shoes", ""),
    "prisoner": ("prison uniform", ""),
    "bandit": ("eye mask", "money bag"),
    "thief": ("eye mask", "money bag"),
    "burglar": ("eye mask", "money bag"),
    "santa costume": ("santa hat,santa suit", ""),
    "santa outfit": ("santa hat,santa suit", ""),
    "footballer": ("jersey", "soccer ball"),
    "soccer player": ("jersey", "soccer ball"),
    "lifeguard": ("life jacket", ""),
    "karate": ("karate suit,headband", ""),
    "hipster": ("glasses,beanie", ""),
    "baby": ("pacifier", ""),
    "lawyer": ("suit", "briefcase"),
    "judge": ("graduation gown", ""),
    "fisherman": ("bucket hat,raincoat", "+fishing pole"),
    "roman": ("toga", ""),
    "plumber": ("cap,overalls", "+plunger"),
    "electrician": ("hard hat", "+light bulb"),
    "carpenter": ("hard hat,overalls", "+carpentry saw"),
    "lumberjack": ("beanie,beard", "+axe"),
    "miner": ("hard hat", "+pick"),
    "gardener": ("straw hat", "+potted plant"),
    "beekeeper": ("safety vest", "+honey pot"),
    "chimney sweep": ("top hat", "broom"),
    "cossack": ("moustache,ushanka", ""),
    "sushi chef": ("headband", "+sushi"),
    "waiter": ("bow tie", "+fork and knife with plate"),
    "waitress": ("apron", "+fork and knife with plate"),
    "barista": ("apron", "+hot beverage"),
    "bartender": ("bow tie", "+cocktail glass"),
    "butler": ("bow tie,tuxedo", "+bell"),
    "postman": ("cap", "+e-mail"),
    "mailman": ("cap", "+e-mail"),
    "courier": ("cap", "+package"),
    "delivery guy": ("cap", "+package"),
    "dentist": ("face mask,scrubs", "+tooth"),
    "barber": ("apron", "+scissors"),
    "hairdresser": ("", "scissors"),
    "butcher": ("apron", "+cut of meat"),
    "librarian": ("glasses", "+books"),
    "journalist": ("fedora", "+newspaper"),
    "reporter": ("fedora", "+microphone"),
    "programmer": ("glasses,hoodie", "+laptop"),
    "coder": ("glasses,hoodie", "+laptop"),
    "developer": ("glasses,hoodie", "+laptop"),
    "hacker": ("hoodie,sunglasses", "+laptop"),
    "streamer": ("headphones", "+microphone"),
    "rapper": ("cap,sunglasses", "+microphone"),
    "drummer": ("", "drum"),
    "guitarist": ("", "guitar"),
    "pianist": ("bow tie", "+musical keyboard"),
    "violinist": ("bow tie", "+violin"),
    "conductor": ("tuxedo", "+magic wand"),
    "archer": ("", "bow and arrow"),
    "hunter": ("", "bow and arrow"),
    "golfer": ("cap", "+flag in hole"),
    "tennis player": ("headband", "+tennis"),
    "basketball player": ("jersey,headband", "+basketball"),
    "baseball player": ("cap,jersey", "+baseball"),
    "cyclist": ("helmet", ""),
    "explorer": ("straw hat", "+compass"),
    "archaeologist": ("fedora", "+amphora"),
    "pharaoh": ("crown", ""),
    "emperor": ("crown,cape", ""),
    "cheerleader": ("skirt", "+party popper"),
    "swimmer": ("goggles", ""),
    "banker": ("suit", "+money bag"),
    "mayor": ("top hat,suit", ""),
    "president": ("suit,necktie", ""),
    "ceo": ("suit,necktie", "+briefcase"),
    "maid": ("bonnet,apron", "+broom"),
    "janitor": ("overalls", "+broom"),
    "cleaner": ("apron", "+sponge"),
    "monk": ("robe", "+prayer beads"),
    "referee": ("jersey", ""),
    "tailor": ("glasses", "+sewing needle"),
    "angel": ("halo,wings", ""),
    "devil": ("horns", ""),
    "demon": ("horns", ""),
    "boss": ("suit", "briefcase"),
    "businessman": ("suit", "briefcase"),
    "office worker": ("suit", "briefcase"),
    "athlete": ("medal/sports medal", ""),
    "champion": ("medal/sports medal", "trophy"),
    "winner": ("medal/sports medal", "trophy"),
    "tourist": ("sun hat/woman's hat", "camera"),
    "rockstar": ("sunglasses", "guitar"),
    "rock star": ("sunglasses", "guitar"),
    "spy": ("fedora,sunglasses", ""),
    "secret agent": ("suit,sunglasses", ""),
    "gangster": ("fedora,sunglasses", ""),
    "singer": ("", "microphone"),
    "farmer": ("straw hat/sun hat,overalls", "+ear of corn"),
    "mechanic": ("", "wrench"),
    "diver": ("diving mask", ""),
    "clown": ("clown nose,clown suit", ""),
    "fairy": ("fairy wings", "magic wand"),
    "superhero": ("cape,eye mask", ""),
    "super hero": ("cape,eye mask", ""),
    "boxer": ("boxing gloves", ""),
    "boxing": ("boxing gloves", ""),
    "vampire": ("cape,fangs", ""),
    "dracula": ("cape,fangs", ""),
    "baker": ("chef hat,apron", "bread"),
    "hippie": ("flower crown,sunglasses", ""),
    "skater": ("skateboard,cap/billed cap", ""),
    "skateboarder": ("skateboard", ""),
    "surfer": ("surfboard,sunglasses", ""),
    "skateboarding": ("skateboard", ""),
    "surfing": ("surfboard", ""),
    "birthday": ("party hat", "birthday cake"),
    "christmas": ("santa hat", ""),
    "halloween": ("", "jack-o-lantern"),
    "easter": ("", "egg"),
    "blind": ("sunglasses", ""),
    "bespectacled": ("glasses", ""),
    "fancy": ("top hat,monocle,bow tie", ""),
    "elegant": ("top hat,bow tie", ""),
    "party": ("party hat", ""),
}

# What a word implies is held if the prompt names nothing: "cat reading" holds a book. A tool is
# held in any case: "watering a flower" needs a can.
IMPLIED: Table = by_phrase("""
broken heart: heartbroken, broken hearted
fork and knife: hungry, starving
fire: fire breathing, firebreathing
watering can: watering, waters
broom: sweeping, sweeps
sponge: washing, cleaning, scrubbing, wiping, mopping, polishing
wrench: fixing, repairing, fixes, repairs
hammer: building, hammering, smashing up, nailing, builds
axe: chopping, chops, chopping down
scissors: trimming, cutting hair of
camera: filming, photographing, taking photo of, taking picture of
magnifying glass tilted left: inspecting, investigating, searching for, looking for
paintbrush: painting a, painting the
open book: reading, studying, reads
laptop: typing
tennis: juggling
cup with straw: drinking, drinking from, drinking out of
artist palette: painting
microphone: singing, karaoke
fishing pole: fishing
camera: taking photo, taking picture
mobile phone: texting, phoning, calling, on phone
toothbrush: brushing teeth, brushing, brushes teeth
laptop: coding, programming
video game: gaming
cooking: cooking
pencil: writing, drawing
""")

# Words for something behind the base, whatever the linking word.
BEHIND: Table = by_phrase("""
fire: on fire, in flames, burning, flaming, in fire, ablaze, fiery, blazing
collision: exploding, explosion
ringed planet: in space, in outer space, space, outer space, galaxy
rainbow: under rainbow, rainbow background
full moon: on moon, moonlit
water wave: in ocean, in sea, underwater, under water, under sea, under ocean, in water
sun: in sun, sunny, sunbathing
cloud with rain: in rain, rainy
cloud with lightning and rain: in storm, stormy, in thunderstorm, at storm
foggy: in fog, misty, in mist
sunset/cityscape at dusk: at sunset, at dusk, in sunset, in evening
sunrise: at sunrise, at dawn
water wave: over sea, on sea
snowflake: in snow, snowy
beach with umbrella: on beach, at beach
fireworks: new year, happy new year, new years eve, new years
sweat droplets: splash
dashing away: farting, farts, fart
sparkles: sparkling, shiny, glowing, glittery, glittering, sparkly, magical, shining
high voltage: electric, electrified
red heart: heart background
cloud: in cloud, cloudy, on cloud
""")

# Places, and what shows them behind the base; alone, that is the picture.
PLACES: Table = by_phrase("""
stove: kitchen
bed: bedroom
shower: bathroom, washroom, restroom
office building: office, workplace, cubicle
school: classroom, schoolyard
books: library, bookshop, bookstore
sunflower: garden, backyard, yard
palm tree: jungle, rainforest, tropics, oasis
tractor: farm, farmland
cityscape: city, town, downtown, street, suburb
man lifting weights/person lifting weights: fitness studio
microscope: laboratory, science lab
shopping cart: supermarket, grocery store, mall
playground slide: playground
water wave: lake, river, pond, underwater world, deep sea, sea floor, ocean floor
cloud: sky, heaven
fire: hell, inferno
castle: dungeon, palace, fortress
hospital: clinic, emergency room
cinema: theater, theatre
snow capped mountain: antarctica, arctic, north pole, south pole, alps
cactus: wild west
mirror ball: disco, nightclub, club, dance floor
soccer ball: stadium, football pitch
headstone: graveyard, cemetery
rock: cave, cavern, quarry
beer mug: pub, tavern
crescent moon: night
tent: campsite, camping ground
ringed planet: milky way, cosmos, universe
""")

# Phrase -> the name of a concept, if the keywords lack it or mislead.
SYNONYMS: Table = by_phrase("""
hot springs: hot spring, onsen
pot of food: hot pot, fondue
ice: ice cube
sweat droplets: water, water drops
pine decoration/tanabata tree: bamboo
corgi: welsh corgi
husky: siberian husky, malamute, wolfdog
dalmatian: dalmation, spotted dog, dalmatians
dachshund: wiener dog, weiner dog, sausage dog, doxie
golden retriever: golden lab, goldie
black labrador: black lab, black dog, black labrador retriever
labrador: yellow lab, labrador retriever, lab dog, lab
german shepherd: alsatian, gsd
shiba: shiba inu, doge, shibe
border collie: collie, sheepdog, sheep dog
bernese: bernese mountain dog, bernese dog, saint bernard, st bernard
doberman: dobermann, doberman pinscher
bulldog: french bulldog, frenchie, english bulldog, boxer dog, pitbull
poodle: poodle dog, cockapoo, labradoodle, bichon
pomeranian: pom dog, pom pom dog, spitz, chow chow
yorkie: yorkshire terrier, terrier
shih tzu: maltese, lhasa apso
ginger cat: orange cat, orange tabby, ginger tabby, orange kitten, ginger kitten, garfield
tabby cat: tabby, tabby kitten, striped cat
calico cat: calico, calico kitten, tortoiseshell cat
siamese cat: siamese, siamese kitten
tuxedo cat: black and white cat, cow cat
grey cat: gray cat, grey kitten, gray kitten, russian blue, british shorthair
white cat: white kitten
persian cat: persian, ragdoll, ragdoll cat, maine coon, fluffy cat
sphynx cat: sphynx, hairless cat, naked cat, sphinx cat
reindeer: rudolph, rudolf, caribou
ferret: weasel, stoat
walrus: walruses
pigeon: pidgeon, rock dove
seagull: gull, sea gull, albatross
robin: robin bird, redbreast, robin redbreast
sparrow: finch, nightingale, wren
canary: canary bird, yellow bird
blue jay: bluejay, bluebird, blue bird
unicycle: unicycles
light stick: lightstick, glow stick, glowstick
meatball: meat ball
marshmallow: marshmallows
washing machine: washer, laundry machine, dryer, tumble dryer
fridge: refrigerator, freezer
pepper shaker: black pepper, pepper pot, pepper mill
peanut butter jar: peanut butter, jar of peanut butter, nutella
jam jar: jam, jelly, jelly jar, marmalade, jar of jam, jar of jelly
fish bowl: fishbowl, goldfish bowl, aquarium, fish tank
pillow: cushion
sock: one sock, single sock
kidney bean: bean
gingerbread man: gingerbread, gingerbread cookie
gnome: garden gnome, garden dwarf
swimming pool: pool, paddling pool, kiddie pool, hot tub, jacuzzi, wading pool
potion: magic potion, elixir, potion bottle, flask, poison bottle, love potion, magic brew
skeleton: skeleton man, skellington, bones man
watering can: waterer, garden can
stove: oven, cooker, hob, stovetop
pocket: shirt pocket, pants pocket, jeans pocket, coat pocket
cauldron: witch pot, kettle of witch
snow globe: snowglobe, glass globe
lighthouse: light house, beacon tower
rubber duck: rubber ducky, bath duck, rubber duckie, toy duck
treasure chest: treasure, chest of gold, pirate treasure, pirate chest
running shoe: shoe, shoes, sneaker, sneakers
woman s boot: boots, boot
roller skate: roller skates
ice skate: ice skates
cloud with rain: rain cloud
fork and knife: knife and fork, cutlery
fork and knife with plate: dinner, lunch, supper, meal, breakfast
alarm clock: clock
egg: easter egg
hatching chick: chick hatching, hatching chick, hatching
salt: salt shaker
glass of milk: milk
national park: field, meadow, park
evergreen tree: forest, woods, woodland
seedling: grass
cat: kitty, kitten, feline
triangular flag: flag
tangerine: orange
dog: doggo, pup, puppy, hound
rabbit: bunny, hare
lion: king of jungle
pile of poo: poop, poo, turd
skull: death
red heart: heart, love
hot beverage: coffee, tea, cup of coffee, mug, cup of tea, espresso, latte
beer mug: beer, pint
cup with straw: soda, milkshake, smoothie, cola, drink, soft drink
wine glass: wine
cocktail glass: cocktail, martini
bubble tea: boba, bubble tea, boba tea
video game: controller, gamepad, game controller
mobile phone: phone, smartphone, cellphone, iphone, cell phone
laptop: computer, notebook computer
automobile: car
aeroplane/airplane: plane, jet, aircraft
birthday cake: cake
shortcake: slice of cake, cake slice
soft ice cream: ice cream, ice cream cone
hundred points: hundred, 100
wrapped gift: present, gift
clown face: clown
hot beverage: hot chocolate, hot cocoa, cocoa
deer: stag, doe
chair: throne, stool, armchair
person facepalming: facepalm, facepalming
package: box, cardboard box, parcel, carton
fire: fireball, flame
trident emblem: trident
two hearts: hearts around it, hearts around, hearts around him, hearts around her,
  hearts floating around, hearts floating around it, hearts all around, hearts around its head
high voltage: lightning bolt, lightning, thunderbolt, bolt of lightning
person standing: stick figure, stickman, stick man
closed umbrella/umbrella: umbrella
umbrella: parasol
rose: red rose
cherry blossom: blossom
sunflower: sun flower
potted plant: houseplant, flower pot, plant pot
deciduous tree: tree
evergreen tree: fir, pine, pine tree
christmas tree: xmas tree
glowing star: shining star
star: star
crescent moon: moon
sun: sun
snowman without snow: snowman
jack o lantern: pumpkin, halloween pumpkin
books: stack of books
open book: book
money bag: bag of money, money
dollar banknote: cash, dollar, dollar bill
gem stone: diamond, gem, jewel
light bulb: bulb, lightbulb, idea
slice of pizza/pizza: pizza, pizza slice, slice of pizza
hamburger: burger, cheeseburger
french fries: fries, chips
french fry: fry
doughnut: donut
popcorn: popped corn
teacup without handle: matcha, green tea
t rex: trex, t rex, tyrannosaurus, dinosaur, dino
sauropod: brontosaurus
octopus: kraken, squid monster
ox: bull
cow: moo
pig: piggy, piglet
horse: pony, foal
chicken: hen, rooster
front facing baby chick: chick
duck: ducky, duckling
soccer ball: football, soccer
basketball: hoops
guitar: electric guitar
dagger: sword, knife, blade
crossed swords: swords
water pistol: gun, pistol, water gun
kitchen knife: chef knife
magnifying glass tilted left: magnifying glass, loupe
broom: broomstick
magic wand: wand
beach with umbrella: beach, seaside
water wave: sea, ocean, wave
house: home
desert island: island
mountain: hill, peak
snow capped mountain: alps
robot: android, bot, droid
alien: extraterrestrial, martian
ghost: spook
dragon: drake
dragon face: dragon head
ringed planet: saturn, planet
globe showing europe africa: earth, globe, world
bouquet: bunch of flowers, flowers
hibiscus: flower
motor scooter: scooter
kick scooter: kickscooter
bicycle: bike
motorcycle: motorbike
rocket: spaceship, spacecraft
flying saucer: ufo
trophy: award, prize
lollipop: candy
cookie: biscuit
croissant: pastry
mouse: rat face
fishing pole: fishing rod
musical note: music
balloon: balloons
loudspeaker: speaker
television: tv, telly
game die: die, dice
person: human, someone, somebody
man: guy, dude, gentleman
woman: lady
child: kid
slightly smiling face: face, smiley, emoji face, smiley face
thumbs up: thumb up, like
thumbs down: thumb down, dislike
zebra: zeebra
shopping bags: shopping bag
toilet paper: roll of paper
roll of paper: toilet paper, toilet roll
aubergine/eggplant: eggplant, aubergine
coriander/herb: herb
ear of corn: corn, maize
bell pepper: pepper, capsicum
hot pepper: chili, chilli, chili pepper
potato: spud
sushi: sashimi
steaming bowl: ramen, noodle, noodles, soup
spaghetti: pasta
bacon: rasher
cooking: frying pan, pan, fried egg
kiwi fruit: kiwi
red apple: apple
grapes: grape
cherries: cherry
peanuts: peanut
mate: yerba mate
tumbler glass: whiskey, whisky
clinking glasses: toasting
bottle with popping cork: champagne, prosecco
skateboard: skate board
santa claus: father christmas, santa
ewe: sheep, lamb
boar: hog
gorilla: ape
monkey: chimp, chimpanzee
hippopotamus: hippo
mage: wizard, sorcerer, warlock
cook: chef, baker
health worker: doctor, nurse
student: graduate
office worker: businessman, businesswoman
""")

# Linking words -> the grammar's name of the link.
LINKS: Table = by_phrase("""
with: with, wit, wif, plus, having, has, featuring, and with, w/, who has,
  sporting a pair of
wear: wearing, wears, in a pair of, dressed in, sporting, with a pair of, wear, rocking, donning,
  put on, has on, clad in
hold: making, forming, stirring, examining, showing, showing off, holding, holds, plays with,
  using, giving, catching, waving with, offering, cooking, smelling, kicking a, painting a,
  wielding, presenting, raising, stealing, selling, grabbing, clutching, driving with, playing with,
  loving, delivering, serving, enjoying, picking, bringing, baking,
  waving a, waving an, waving the, waving its, pouring, brewing, flipping, frying, grilling, mixing,
  spilling, dropping, sharing, opening, counting, swinging a
carry: carrying, carries, lifting, lifts, lifting up, holding up, hoisting
drink: drinking, drinks, sipping, slurping, drinking from, drinking out of, sipping from
brush: brushing, brushes
read: reading, reads, studying
play: playing, plays, strumming
type: typing on, typing, coding on
knit: knitting, knits, crocheting, crochets
juggle: juggling, juggles
hug: hugging, hugs, hugging a, hugging the, cuddling, cuddles, cuddling with, cuddling up with,
  snuggling, snuggling with, embracing, embraces
kiss: kissing, kisses, smooching, making out with
high five: high fiving, high fives, high fiving with, giving high five to, high five with,
  high five
shake hands: shaking hands, shaking hands with, shakes hands with, handshake with
hold hands: holding hands, holding hands with, holding hand with, hand in hand, hand in hand with
fight: fighting, fights, battling, battles, fighting with, fighting against, wrestling,
  wrestling with, vs, versus, v, duelling, dueling, duelling with, sparring with, against
punch: punching, punches, slapping, slaps, hitting, hits, boxing with, beating up
marry: proposing to, proposes to,
  marrying, marries, getting married to, getting married, gets married to, wedding with
push: pushing, pushes, shoving
pull: pulling, pulls, dragging, towing
feed: feeding, feeds
clink: clinking, clinking together, cheersing
dance: dancing with, dances with, dancing together, waltzing with
talk: talking to, talking with, talks to, arguing with, chatting with, arguing, chatting,
  talking to each other, whispering to, gossiping with, gossiping
make a heart: making heart, forming heart, make heart, making heart together
wave: waving at, waving to, waves at, greeting a, saying hello to, saying hi to
eat: eating, eats, munching, munching on, devouring, biting, biting into, chewing, chewing on,
  licking, nibbling, nibbling on, gobbling, eating up
throw: throwing, throws, tossing, casting, shooting, hurling, launching, conjuring
chase: chasing, chases, racing a, racing against, racing the, running after, hunting, pursuing,
  following
leap: jumping over, leaping over, hopping over, flying over, jumps over
hidden: behind, hiding behind, peeking from behind, peeking out from behind, peeking over
mount: riding, riding on, rides, flying on, flies on, flying on back of, on back of,
  riding on back of, sitting on back of, sitting on, standing on, on top of, piloting, perched on,
  onto, atop, upon, balancing on, steering, rides on, mounted on, surfing on, skating on, lying on,
  sat on, sits on, riding in, waiting on, resting on, lounging on, relaxing on
upon: on
inside: within, swimming inside, floating in, soaking in, standing in, relaxing in, lying in,
  cooking in, boiling in, driving inside, popping out of, coming out of, peeking out of,
  bursting out of, emerging from,
  jumping out of, hatching from, crawling out of, hatching out of, poking out of, inside,
  inside of, hiding in, sitting in, stuck in, trapped in, driving,
  driving in, drives, bathing in, swimming in, hiding inside, sitting inside
under: hanging from, dangling from, swinging from, hanging off, under, below,
  beneath, underneath, hiding under, sitting under
face: bowing to, looking at, staring at, watching, facing, meets, meeting a, gazing at, glaring at,
  playing with a, barking at, yelling at, shouting at, screaming at,
  roaring at, hollering at, yells at, shouts at, screams at, swearing at, cursing at
love: in love with a, in love with the, in love with
mount: flying a, flying the, floating on
do: crossing, entering, leaving, exploring, visiting, wandering through, strolling through
beside: to another, next to, beside, alongside, besides, standing next to, sitting next to, outside,
  close to, right next to, along with, accompanied by
tend: watering, waters, sweeping, sweeps, washing, cleaning, scrubbing, wiping, mopping, polishing,
  fixing, repairing, fixes, repairs, building, hammering, smashing up, builds, chopping, chops,
  chopping down, trimming, cutting hair of, filming, photographing, taking photo of,
  taking picture of, inspecting, investigating, searching for, looking for, painting a, painting the
breathe: breathing, breathes, spitting, spits, spewing, blowing, blows, breathing out, vomiting,
  puking, throwing up, barfing, vomits, pukes, throws up, vomiting up, crying, coughing up,
  spitting out
fart: farting, farts, farting out
behind: destroying, attacking, invading, smashing, going to, on way to, off to, in front of,
  at, above, surrounded by, near, in front,
  over,
  standing in front of, from, by, amid, amidst, among, amongst, engulfed in, in midst of, through,
  across, along, around, enveloped in, against backdrop of
in: in, into
without: without, no, minus, not wearing, but no, but without, not, with no, without any
as: as, dressed as, dressed up as, dressed like, like, disguised as, in style of,
  pretending to be
material: made of, made out of, made from, built from, built of, carved from, shaped like
half: half
and: and, &, +, but, while, then, who is, that is, which is
""")

# What figures do without a thing.
ACTS: Table = by_phrase("""
in a row: in row, in line, lined up, in queue
best friends: best friends, best friend, best buddies, arm in arm, friends forever, bffs
lifting weights: lifting weights, lifting weight, weightlifting, weight lifting, workout,
  working out, at gym, bodybuilding, bodybuilder, lifting barbell, lifting tiny barbell,
  lifting dumbbell, lifting dumbbells, with barbell, with dumbbell, with dumbbells,
  holding dumbbell,  body builder, pumping iron
jumping rope: jumping rope, skipping rope, jump rope
praying: praying, in prayer, prays
bowing: bowing, bowing down, bows down, taking bow
melting: melting, melted, melts, melting away
upside down: upside down, hanging upside down, headstand, doing headstand, handstand,
  doing handstand, flipped, turned over
in a puddle: puddle, in puddle, in puddle of water, splashing in puddle
knitting: knitting, crocheting
on the back: on back, strapped to back
on the head: on head, on top of head
carrying: overhead, over head, above head
eating: in mouth, in beak
brushing: brushing teeth, brushes teeth
breathing: fire breathing, firebreathing
""")

NUMBERS: Mapping[str, int] = {
    "one": 1, "single": 1, "two": 2, "2": 2, "pair of": 2, "couple of": 2, "couple": 2, "twin": 2,
    "both": 2, "2x": 2, "x2": 2, "pair": 2, "double": 2, "three": 3, "3": 3, "trio of": 3,
    "3x": 3, "x3": 3, "triple": 3, "several": 3, "some": 3, "few": 3, "group of": 4, "bunch of": 4,
    "four": 4, "4": 4, "five": 5, "5": 5, "many": 5, "lots of": 5, "crowd of": 5, "six": 6, "6": 6,
    "herd of": 5, "1": 1, "trio": 3, "bunch": 4, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "dozen": 12, "dozens of": 12,
    "half a dozen": 6, "half dozen": 6, "hundred": 100, "hundreds of": 100,
}  # fmt: skip
MOST = 9

NOISE = _words("""
    tiny big huge giant small smol little enormous mini massive large teeny gigantic itsy bitsy
    filthy fluffy fuzzy chubby chonky fat plump round tall short old young away when pov tfw mfw
    rn irl haired
    tbh ngl lowkey highkey literally again yet something anything bf gf boyfriend girlfriend bff
    chat discord telegram slack channel put another thanksgiving costume outfit uniform
    onesie also yeah lots
    a an the of please pls plz draw drawing drawn me make create generate give show paint
    design emoji emojis emote sticker icon picture pic image illustration i want need would
    like cute adorable kawaii nice sweet lovely very really so super just my your his her
    its their our this that is are was be being who which some it can could you for us to
    looking look looks little style expression theme themed version type kind sort of
    featuring expressing feeling emotion mood get getting s pretty beautiful extremely
    totally quite bit lil let lets there thing wants background also too wanna go going
    doing face up he she they them am has here hello hi hey
""")
# Phrases that show nothing: sizes that decorate are words like these, too.
NOISE_PHRASES: Table = by_phrase("""
noise: pile of, heap of, on face, in hand, in hair, side by side, each other, together,
  with each other, eyes out,
  first day of, first day, for halloween, such as, a lot, at least,
  for my bf, for my gf, for my friend, group chat, for our chat, for discord, for slack
""")
AMERICAN: Table = {
    "grey": "gray", "colour": "color", "moustache": "mustache", "doughnut": "donut",
    "aubergine": "eggplant", "aeroplane": "airplane", "pyjamas": "pajamas", "lorry": "truck",
    "courgette": "cucumber", "torch": "flashlight", "football": "soccer", "jumper": "sweater",
    "trainer": "sneaker", "tram": "trolley", "tap": "faucet", "yoghurt": "yogurt",
    "hedgehog": "hedgehog", "lift": "elevator", "spectacles": "glasses", "lolly": "lollipop",
}  # fmt: skip
