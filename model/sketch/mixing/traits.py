"""What emoji give to a mix: expressions, things to wear, colours, poses, materials, places."""

from collections.abc import Mapping

from model.sketch.language.words import bare
from model.sketch.library import Library

Table = Mapping[str, tuple[str, ...]]


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """Parse lines "value: emoji emoji": emoji -> values. An indented line continues the last."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.replace("\n  ", " ").strip().splitlines():
        value, emoji = line.split(":")
        for one in map(bare, emoji.split()):
            found[one] = (*found.get(one, ()), value.strip())
    return found


def _emoji(text: str) -> frozenset[str]:
    return frozenset(map(bare, text.split()))


# The expressions of what is no smiley in the library, and of smileys without hats and hands.
_EXPRESSIONS = _table("""
laughing: 🤣 😹 😆
happy: 😄 😃 🤠 🥳 😺 😸 🙋 🤗 🎉 🎊
smiling: ☺️ 😇 🙃 🫠 🌞 🤭 🫢 🌝
grinning: 🤡 🙌
sobbing: 😿
crying: 😥 🥲 💧
sad: 😓 ☹️ 🙁 🤕 💔 🤒 🤦
disappointed: 🌧 🥀
angry: 😤 👿 😾 💢 👊 ⚡
furious: 🤬 👹 👺 🖕
in love: 😻 ❤️ 💕 💘 💝 💖 💗 💓 💞 💟 ♥️ ❣️ 🏹
adoring: 🫶
kissing: 😗 😙 😚 😽 💋
smug: 😈 😼
shocked: 🤯 😱 😲 🫨
surprised: 😯 🫣 ‼️ ❗ 👀
scared: 🙀 ☠️
worried: 🤥 🤫
suspicious: 🤔 🧐
confused: 🤷 ❓ 🫤
sleeping: 💤 😪 🥱 🌙 🛌 🌚
sick: 🤮 🦠 🤧
speechless: 🤐 😶‍🌫️
dizzy: 💀 💫 😵‍💫
sweating: 🥵 💦
grimacing: 🥶
rich: 💰 💸 💵 🤑
starstruck: ⭐ 🌟 ✨ 🤩
silly: 😝 😛 👅 👻
nerdy: 📚 🧪
""")
_WORN = _table("""
tears: 😂 🤣
sunglasses: 😎 🕶
glasses: 🤓 👓 🥸
moustache: 🥸
heart eyes: 😍 😻
star eyes: 🤩
money eyes: 🤑
dizzy eyes: 😵‍💫
monocle: 🧐
halo: 😇 👼
horns: 😈 👿 🐮 🐂 🐐 🐏 🤘 👹
cowboy hat: 🤠
party hat: 🥳 🎉 🎊 🎂 🎈
face mask: 😷
bandage: 🤕 🩹
clown nose: 🤡
blush: 😊 ☺️ 😳 🥰
sweat drop: 😅 😓 💦 🥵
crown: 👑 🤴 👸 🫅
top hat: 🎩 🤵
cap: 🧢 👮
graduation cap: 🎓 🧑‍🎓
sun hat: 👒
helmet: ⛑ 👷
military helmet: 🪖 💂
ribbon bow: 🎀 🎁 💝
flower crown: 💐 🌺 🌸 💃
flower: 🌼 🌹
wizard hat: 🧙
witch hat: 🧹
chef hat: 🧑‍🍳 🍳
pirate hat: 🏴‍☠️
santa hat: 🎅 🤶 🎄
beard: 🧔 🎅 🧙
beanie: ⛄ ☃️ ❄️
headphones: 🎧 🎶 🎵
scarf: 🧣
necktie: 👔
bow tie: 🐧 🤵
medal: 🏅 🥇 🎖
stethoscope: 🩺 🧑‍⚕️
boxing gloves: 🥊
skateboard: 🛹
surfboard: 🏄
cape: 🦸 🧛
wings: 🐦 🦅 🦆 🕊 🐔 🐓 🦉 🪽 🐝 🦇 💸
fairy wings: 🦋 🧚
tail: 🐒 🐿 🐕 🐈 🐩
astronaut helmet: 🧑‍🚀 🌍 🌎 🌏 🪐
goggles: 🥽 🥼
headband: 🥷 🥋
lipstick: 💋 💄
eye patch: 🏴‍☠️
""")
# The colours that faces turn; other things give those of their art.
COLOURS = _table("""
red: 😡 🥵 😠 🤬
green: 🤢 🤮
turquoise: 🥶
purple: 😈 👿
rainbow: 🌈 🏳️‍🌈 🦄
""")
MATERIALS = _table("""
bread: 🍞 🥖 🥐
wood: 🪵
stone: 🪨 🗿
ice: ❄️ 🧊 🥶 ☃️ ⛄
crystal: 💎
gold: 🏆 🥇 👑 🪙 💰
silver: 🥈
metal: ⚙️ 🔩
chocolate: 🍫
cheese: 🧀
pizza: 🍕
ice cream: 🍦 🍨 🍧 🍩 🧁 🎂
knitted: 🧶 🧣 🧤
water: 💦 💧 🌊 ☔
fire: 🔥 ❤️‍🔥
cloud: ☁️ 😶‍🌫️
watermelon: 🍉
galaxy: 🌌 ✨ 🌟 🌙 🪐
slime: 🦠 🤢
paper: 📄 📃
leaf: 🍀 🌿 🍃 🌱 🌵
pixel: 👾 🎮 🕹
brick: 🧱
""")
POSES = _table("""
dancing: 💃 🕺 🎶 🪩
running: 🏃 👟
walking: 🚶
jumping: 🤸
sleeping: 🛌 😴 💤
waving: 👋 🙋
flexing: 💪 🏋
cheering: 🙌 🎉 🎊 👏
kicking: ⚽ 🥋
meditating: 🧘 😌
flying: 🦅 🕊
shrugging: 🤷
pointing: 👉 👈 👆 👇 ☝️
""")
ACTS = _table("""
melting: 🫠
praying: 🙏
bowing: 🙇
""")
BEHIND = _emoji("""
🔥 ❤️‍🔥 💥 ✨ 🌟 ⭐ 💫 🌈 ☀️ 🌞 🌙 🌝 🌚 🌊 ⚡ ❄️ 💦 🎆 🎉 🎊 🎶 🎵 💢 💞 💕 💗 💖 💓 🌻 🌸 🌼 🌺 ❤️ ♥️
❣️ 💘 💝 💔 💙 💚 💛 🧡 💜 🖤 🤍 🤎 🎄 🌍 🌎 🌏 🪐 💐 🕸
""")
"""Places, the sky, and what bursts: another thing stands in front of it."""
OVER = _emoji("🌧 ⛈ 🌩 🌨 ☁️ ☔ ☂️ 🌂 ⛱ 🌴")
RIDDEN = _emoji("""
🚲 🏍 🛵 🛴 🚀 🐎 🐴 🦄 🐉 🐢 🐘 🐪 🐳 🐋 🐬 🐌 🦖 🦕 🐊 🦒 🦓 🐄 🐖 🐕 🐓 🛷 🛸 🦆 🦢 🐑
""")
CONTAINERS = _emoji("""
🚗 🚕 🚙 🏎 🚌 🛶 ⛵ ☕ 🍵 🛁 🧺 🪣 🎁 📦 🥚 🌭 💡 🔮 🫧 🍺 🥛 🫙 🛒 🚽 🎩 ⛺ 🪺
""")
HELD = _emoji("""
❤️ ♥️ 💔 💯 ⭐ 🌟 ⚡ ❄️ 🔥 💋 🎵 🎶 ❓ ❗ 👍 👎 ✌️ 👌 🤘 🤙 💀 ✅ 💙 💚 💛 🧡 💜 🖤 🤍 🤎 💘 💝 💖 💗
🌹 🌷 🌻 🌺 🌸 🌼 💐 🍀 🌱 🌵 🦋 🐟 🐥 🐣 💥 ☂️ ☔
""")
"""What is whole in a hand, besides food and other objects."""


def expression_of(library: Library, concept: str) -> str | None:
    """The expression that an emoji gives: a smiley's own, or that of the table."""
    for name, face in library.expressions.items():
        if face == concept:
            return name
    names = _EXPRESSIONS.get(bare(library.concepts[concept].emoji), ())
    return next((name for name in names if name in library.expressions), None)


def worn_of(library: Library, concept: str) -> tuple[str, ...]:
    """The accessories that an emoji gives: itself, or what it wears."""
    own = [name for name, each in library.accessories.items() if each.concept == concept]
    worn = _WORN.get(bare(library.concepts[concept].emoji), ())
    return tuple(dict.fromkeys([*own[:1], *(name for name in worn if name in library.accessories)]))
