"""Prompts in other languages, put into English word by word, in English order.

Each language is data: `words/LANGUAGE.txt` has its everyday words and its grammar, and CLDR's names
and keywords of all emoji come with the parts library. The English reader then reads the result.
"""
