"""Takes texts apart as the package skillindex does at run time."""

import re
import unicodedata

MASK = re.compile(r"<[^<> \n]{1,23}>")
MAX_WORDS = 400
MAX_FORM = 96
# Endings for the other gender or for more than one: técnico/a, skill(s).
ENDINGS = re.compile(r"(?<=[^\W_]{4})(?:/-?(?:a|as|o|os|ra|ras|ora|oras|e|es)(?![\w+#'])|\(-?(?:a|as|o|os|ra|ras|ora|oras|e|es|s)\))+")
BOTH = re.compile(r"(?<=[a-z])@(?=s?(?![\w+#'.]))")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)'(?=[aeiouh].{2})")


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
    text = ENDINGS.sub("", BOTH.sub("o", MASK.sub(" ", fold(text))))
    for c in text + " ":
        if _in_word(c):
            current.append(c)
            continue
        form = "".join(current).strip("'")
        current = []
        if form.endswith("'s"):
            form = form[:-2]
        if form.strip("+#'"):
            found.append(ELIDED.sub("", form.lstrip("+#'")).encode()[:MAX_FORM].decode(errors="ignore"))
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
