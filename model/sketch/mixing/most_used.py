"""150 of the most used emoji, which pickers show first and every pair of which is tested.

A list made by hand. Its start follows what the Unicode Consortium has published on how often emoji
are used (https://home.unicode.org/emoji/emoji-frequency/, 2021), without its exact order; the
animals, food and things at its end are those that people like to mix.
"""

_TEXT = """
😂 ❤️ 🤣 👍 😭 🙏 😘 🥰 😍 😊 🎉 😁 💕 🥺 😅 🔥 ☺️ 🤦 ♥️ 🤷 🙄 😆 🤗 😉 🎂 🤔 👏 🙂 😳 🥳
😎 👌 💜 😔 💪 ✨ 💖 👀 😋 😏 😢 👉 💗 😩 💯 🌹 💞 🎈 💙 😃 😡 💐 😜 🙈 🤞 😄 🤤 🙌 🤪 💋
💀 💔 😌 🤩 🙃 😬 😱 😴 🤭 😐 🌞 😒 😇 🌸 😈 🎶 ✌️ 🎊 🥵 😞 💚 ☀️ 🖤 💰 👑 🎁 💥 🙋 😑 🥴
💩 ✅ 👋 🤮 😤 🤢 🌟 ❗ 🌈 💛 😲 🌻 🤯 💃 🤬 🏃 ⚡ ☕ 🍀 💦 ⭐ 🦋 🤨 🌺 😹 🌷 💤 🐰 🤠 🤡
👻 👽 🤖 🎃 🐱 🐶 🐻 🐼 🦊 🐸 🐵 🦄 🐙 🐝 🍕 🍔 🍩 🍓 🍋 🍌 🥑 🍦 🚀 🚗 🎩 🕶️ ⚽ 🎸 🍉 ⛄
"""
MOST_USED = tuple(_TEXT.split())
