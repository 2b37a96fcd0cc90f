"""Takes texts apart as the package skillindex does at run time."""

import re
import unicodedata

MASK = re.compile(r"<[^<> \n]{1,23}>")
MAX_WORDS = 400


def fold(text):
    text = text.lower()
    for quote in "’‘`":
        text = text.replace(quote, "'")
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if unicodedata.category(c) != "Mn"))


def _in_word(c):
    return c.isalpha() or c.isdecimal() or c in "+#'"


def words(text):
    """The words of a text: lower case, accents folded, masks left out."""
    found, current = [], []
    for c in MASK.sub(" ", fold(text)) + " ":
        if _in_word(c):
            current.append(c)
            continue
        form = "".join(current).strip("'")
        current = []
        if form.endswith("'s"):
            form = form[:-2]
        if form.strip("+#'"):
            found.append(form.lstrip("+#'"))
    return found[:MAX_WORDS]


def pieces(form, vocabulary):
    """The tokens of a word: itself, or the longest pieces that there are."""
    if form in vocabulary:
        return [vocabulary[form]]
    out, start = [], 0
    while start < len(form):
        for end in range(len(form), start, -1):
            piece = form[start:end] if start == 0 else "##" + form[start:end]
            if piece in vocabulary:
                out.append(vocabulary[piece])
                start = end
                break
        else:
            start += 1
    return out
