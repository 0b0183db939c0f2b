"""What stands for things that no emoji shows and that are no kind of one: a relative, or the like.

It is said that the word was read as something else.
"""

from model.sketch.language.words import by_phrase

STAND_INS = by_phrase("""
hand with fingers splayed: zombie hand, monster hand, skeleton hand, alien hand, ghost hand
dog: dawg, doggy, doggie, woofer, pupper, pupperino, good boy, woof
rocket: jetpack, jet pack
cat: cat loaf, catloaf, catto, kitteh, meow, meowmeow, void cat, loaf cat
snake: snek, danger noodle, noodle snake
raccoon: trash panda, tanuki, raccoon dog
duck: ducc, quack
frog: froggy, froggo, toad, tadpole, bullfrog, tree frog, salamander, newt
deer: caribou, antelope, gazelle, impala, fawn, doe, buck
moose: elk
lizard: gecko, chameleon, iguana, komodo dragon, skink
crocodile: alligator, gator, caiman, croc
turtle: tortoise, terrapin
bird: hummingbird, finch, kiwi bird, kingfisher
bird: stork, heron, crane bird, pelican, birb, birdie, nightingale
black bird: crow, raven, magpie, jackdaw, blackbird
eagle: hawk, falcon, vulture, kite bird, condor, buzzard
turkey: ostrich, emu
fish: goldfish, salmon, tuna, cod, carp, koi, herring, sardine, anchovy, trout, eel, piranha
tropical fish: clownfish, angelfish, guppy, betta, nemo
snail: slug
honeybee: wasp, hornet, bumblebee, bumble bee, yellowjacket
butterfly: moth
bug: caterpillar, centipede, millipede, silkworm, larva
worm: maggot, earthworm, leech
cricket: grasshopper, locust, mantis, praying mantis
oyster: clam, mussel, scallop
chipmunk: squirrel
hamster: guinea pig, gerbil, chinchilla
mouse: possum, opossum, dormouse, mole, vole, shrew, gopher, lemming
beaver: groundhog, marmot, nutria, wombat
fox: fennec
badger: anteater, tapir, wolverine
otter: mink, marten, platypus
hedgehog: armadillo, porcupine, echidna
cat: lynx, bobcat, puma, cougar, caracal, ocelot
leopard: cheetah, jaguar, panther, snow leopard
ox: yak, buffalo, steer
llama: alpaca
donkey: mule
horse: stallion, mare, colt
wolf: coyote, hyena, jackal, dingo, werewolf
dog: great dane
dog: pitbull
seal: manatee
dolphin: porpoise, narwhal
dragon: wyvern, hydra, basilisk
t rex: velociraptor, raptor, stegosaurus, triceratops, godzilla
alien monster: monster, creature, kaiju
ogre: orc, yeti, bigfoot, sasquatch
elf: dwarf, leprechaun, goblin man, hobbit
santa claus: claus, st nick, kris kringle
cookie: macaron, oreo, cracker, brownie
custard: pudding, flan, panna cotta
bread: toast, bun, muffin, loaf, scone, roll bread, dough
hot dog: hot dog bun, sausage, frankfurter, bratwurst, corn dog, hotdog bun
cut of meat: steak, beef, ham, pork, salami, pepperoni, meat
poultry leg: chicken leg, drumstick, fried chicken, chicken nugget, nugget, chicken wing
jar: pickle jar, vase
cucumber: pickle, zucchini, gherkin, courgette
leafy green: artichoke, cabbage, lettuce, spinach, kale, salad leaf
root vegetable: turnip, beet, beetroot, radish, parsnip
broccoli: cauliflower, asparagus
pretzel: churro, churros
cooking: omelette, omelet, frittata
wood: stump, tree stump, branch, twig, bough, stick
bouquet: hydrangea
fire: bonfire
tokyo tower: eiffel tower
moai: statue
cherries: plum, cranberry, cranberries
peach: apricot, nectarine, papaya
blueberries: blackberry, blackberries, currant, raspberry, raspberries
tangerine: clementine, mandarin, grapefruit
chestnut: acorn, walnut, hazelnut, nut, almond, cashew, pecan, pistachio
beans: chickpea, lentil
rice ball: mochi, gnocchi
honey pot: syrup, maple syrup
canned food: tuna can, soup can, soda can
tumbler glass: rum, gin, bourbon, scotch, brandy, vodka
cup with straw: juice, lemonade, iced coffee, frappe, energy drink, ketchup, tomato juice
beverage box: juice box, orange juice, apple juice, milk carton
hot beverage: cocoa, hot chocolate, hot cocoa, cappuccino, mocha, macchiato, coffee cup, coffee mug
hot beverage: chai, tea cup
teapot: kettle
deciduous tree: oak, birch, maple tree, elm, willow, beech, bonsai, apple tree, oak tree
evergreen tree: spruce, cedar, redwood, sequoia, fir tree
blossom: daisy, buttercup, marigold, dandelion, chamomile
hibiscus: orchid, lily, poppy, petunia, pansy
tulip: crocus, daffodil
hyacinth: lavender flower, lilac flower
seedling: sprout, weed, lawn, sapling
couch and lamp: sofa, couch, settee, armchair
bed: mattress, blanket, duvet, hammock
chair: stool, throne, bench
automobile: van, jeep, limo, limousine, sedan, convertible, cabriolet
delivery truck: truck, lorry, van truck
bicycle: tricycle
passenger ship: cruise ship, yacht, titanic
sailboat: boat, raft
flashlight: torch light
red paper lantern: lantern
light bulb: lamp
musical keyboard: piano, synthesizer, organ
violin: cello, viola, fiddle, double bass
guitar: ukulele, bass guitar, lute, mandolin
kitchen knife: meat cleaver, butcher knife
spoon: spatula, ladle, whisk
bowl with spoon: cereal, porridge, oatmeal, yogurt
steaming bowl: pho, udon, stew, broth, chili con carne
spaghetti: lasagna, macaroni, mac and cheese, penne, noodles dish, ravioli
desktop computer: pc, server, mainframe, database, desk, computer, gaming pc, monitor, screen
printer: photocopier, copier
receipt: bill, invoice
triangular flag: pennant
placard: banner, billboard, poster
joystick: arcade stick
person fencing: fencer
national park: field, meadow, garden, park
firecracker: dynamite, tnt
globe with meridians: internet
satellite antenna: wifi, wi fi, wifi router, router
""")
