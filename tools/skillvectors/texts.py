"""Reads what the student learns from: texts of frameworks and of advertisements."""

import csv
import html
import random
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

csv.field_size_limit(10**8)

SENTENCE = re.compile(r"(?<=[.;:!?•·])\s*(?=[A-Z•·\n-])|\n+")
ALTERNATIVE_TITLES = 6  # one of so many is enough
TASKS = 4000


@dataclass
class Texts:
    """All English texts; of some it is known which label they describe."""

    labels: list = field(default_factory=list)
    short: list = field(default_factory=list)
    sentences: list = field(default_factory=list)
    described: list = field(default_factory=list)  # (description, label)
    spanish: list = field(default_factory=list)  # (Spanish label, English label)


def held_out(concept):
    """Of one concept in ten no Spanish label is learned: development sets ask for them."""
    return zlib.crc32(concept.encode()) % 10 == 0


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def lines(value):
    return [line.strip() for line in (value or "").split("\n") if line.strip()]


def sentences(text):
    text = re.sub(r"<[^>]+>", " ", html.unescape(html.unescape(text or "")))
    found = []
    for part in SENTENCE.split(text):
        part = re.sub(r"\s+", " ", re.sub(r"#\w+#", " ", part)).strip(" -•·*")
        if 15 <= len(part) <= 400:
            found.append(part)
    return found


def distinct(texts):
    return list(dict.fromkeys(t.strip() for t in texts if t and t.strip()))


def read(esco, onet, ads):
    """ESCO (a directory of its CSV files), O*NET's text tables, and a CSV of advertisements."""
    texts = Texts()
    read_pair(texts, Path(esco), "skills_en-us.csv", "skills_es.csv", skills=True)
    read_pair(texts, Path(esco), "occupations_en.csv", "occupations_es.csv")
    read_pair(texts, Path(esco), "ISCOGroups_en.csv", "ISCOGroups_es.csv")
    read_pair(texts, Path(esco), "skillGroups_en.csv", "skillGroups_es.csv")
    read_onet(texts, Path(onet))
    for row in rows(ads):
        for column in ("description", "requirements", "benefits", "company_profile"):
            texts.sentences += sentences(row.get(column))
    texts.labels, texts.short, texts.sentences = map(distinct, (texts.labels, texts.short, texts.sentences))
    return texts


def read_pair(texts, esco, english, spanish, skills=False):
    names = {}
    for row in rows(esco / english):
        name, description = row["preferredLabel"].strip(), (row.get("description") or "").strip()
        if not name:
            continue
        names[row["conceptUri"]] = name
        texts.short += [name, *lines(row.get("altLabels"))]
        if skills:
            texts.labels.append(name)
        if skills and description:
            texts.described.append((description, name))
    for row in rows(esco / spanish):
        name = names.get(row["conceptUri"])
        labels = [row["preferredLabel"], *lines(row.get("altLabels"))]
        if name and not held_out(row["conceptUri"]):
            halves = [half.strip() for label in labels for half in ([label] if skills else label.split("/"))]
            texts.spanish += [(half, name) for half in halves if half]


def read_onet(texts, onet):
    activities = [row["DWA Title"] for row in table(onet / "DWA Reference.txt")]
    texts.short += activities + [row["Title"] for row in table(onet / "Occupation Data.txt")]
    texts.short += sorted({row["Alternate Title"] for row in table(onet / "Alternate Titles.txt")})[::ALTERNATIVE_TITLES]
    texts.short += sorted({row["Example"] for row in table(onet / "Technology Skills.txt")})
    tasks = [row["Task"] for row in table(onet / "Task Statements.txt")]
    random.Random(1).shuffle(tasks)
    texts.sentences += activities + tasks[:TASKS]
