"""Distills a sentence encoder into a table of vectors, one for each token.

A text's vector is the sum of its tokens' vectors, brought to length 1. The
student learns three things at once: to point where the teacher points, to rank
labels for a sentence as the teacher does (and the label that a sentence is the
description of first), and that a Spanish label means what the English one of the
same concept does.
"""

import argparse
import random
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

import pack
import texts as sources
from words import pieces, words

SEED = 7
TEMPERATURE = 0.05
SMOOTHING = 1e-3  # of SIF weights
RATE = 3e-3


def embed_all(teacher, texts, cache):
    """The teacher's vectors, of what the cache lacks made now."""
    known = {}
    if cache and Path(cache).exists():
        with np.load(cache, allow_pickle=False) as held:
            known = dict(zip(held["texts"].tolist(), held["vectors"]))
    missing = [t for t in texts if t not in known]
    if missing:
        known.update(zip(missing, teacher.embed(missing)))
    if cache and missing:
        np.savez(cache, texts=np.array(list(known)), vectors=np.vstack(list(known.values())))
    return known


class Vocabulary:
    """Words of the texts and the teacher's own, and its pieces of words."""

    def __init__(self, texts, teacher_tokens):
        own = [t for t in teacher_tokens if re.fullmatch(r"[a-z]{2,}", t)]
        endings = sorted(t for t in teacher_tokens if re.fullmatch(r"##[a-z]+", t))
        english, spanish = Counter(), Counter()
        for text in texts.short + texts.sentences + [d for d, _ in texts.described]:
            english.update(set(words(text)))
        for text, _ in texts.spanish:
            spanish.update(set(words(text)))
        labels = {w for label in texts.labels for w in words(label)}
        often = {w for counts in (english, spanish) for w, n in counts.items() if n > 1}
        letters = set("abcdefghijklmnopqrstuvwxyz0123456789")
        whole = sorted(set(own) | often | labels | letters)
        self.counts = english + spanish
        self.total = sum(self.counts.values())
        self.tokens = whole + endings
        self.ids = {t: i for i, t in enumerate(self.tokens)}
        self.english = [w for w in whole if w in english or w in teacher_tokens]
        self.endings = endings

    def of(self, text):
        return np.array([i for form in words(text) for i in pieces(form, self.ids)], np.int64)

    def weight(self, token):
        return SMOOTHING / (SMOOTHING + self.counts.get(token, 0) / self.total)


class Student:
    """The table and its training (Adam, on the rows that a step touches)."""

    def __init__(self, vocabulary, size, steps):
        self.vocabulary, self.steps = vocabulary, steps
        self.table = np.zeros((len(vocabulary.tokens), size), np.float32)
        self.first, self.second = np.zeros_like(self.table), np.zeros_like(self.table)
        self.known = {}

    def tokens(self, text):
        if text not in self.known:
            self.known[text] = self.vocabulary.of(text)
        return self.known[text]

    def read(self, texts):
        """The texts' vectors, and what is needed to learn from them."""
        tokens = [self.tokens(t) for t in texts]
        rows = np.repeat(np.arange(len(texts)), [len(t) for t in tokens])
        used, columns = np.unique(np.concatenate(tokens), return_inverse=True)
        matrix = csr_matrix((np.ones(len(columns), np.float32), (rows, columns)), shape=(len(texts), len(used)))
        sums = matrix @ self.table[used]
        lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        return sums / lengths, (matrix, used, lengths)

    def learn(self, vectors, memory, gradient, step):
        matrix, used, lengths = memory
        gradient = (gradient - (gradient * vectors).sum(1, keepdims=True) * vectors) / lengths
        gradient = matrix.T @ gradient
        self.first[used] = 0.9 * self.first[used] + 0.1 * gradient
        self.second[used] = 0.99 * self.second[used] + 0.01 * gradient * gradient
        rate = RATE * min(1, step / 100) * (1 - step / (self.steps + 1))
        self.table[used] -= rate * self.first[used] / (np.sqrt(self.second[used]) + 1e-8)


def start(student, vocabulary, vectors, axes, targets, spanish):
    """English words start where the teacher has them; Spanish ones at the mean of
    the labels that they translate."""
    single = [*vocabulary.english, *(e[2:] for e in vocabulary.endings)]
    points = np.vstack([vectors[w] for w in single])
    points = unit((points - points.mean(0)) @ axes)
    for i, word in enumerate(vocabulary.english):
        student.table[vocabulary.ids[word]] = points[i] * vocabulary.weight(word)
    for i, ending in enumerate(vocabulary.endings):
        student.table[vocabulary.ids[ending]] = points[len(vocabulary.english) + i] * 0.5
    known = {vocabulary.ids[w] for w in vocabulary.english}
    sums, counts = np.zeros_like(student.table), np.zeros(len(student.table))
    middle = np.mean([targets[label] for _, label in spanish], axis=0)
    for text, label in spanish:
        for token in set(student.tokens(text).tolist()) - known:
            sums[token] += targets[label]
            counts[token] += 1
    for token in np.nonzero(counts)[0]:
        point = sums[token] / counts[token] - 0.7 * middle
        student.table[token] = point / np.linalg.norm(point) * vocabulary.weight(vocabulary.tokens[token])


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def softmax(x):
    x = np.exp(x - x.max(1, keepdims=True))
    return x / x.sum(1, keepdims=True)


def ranking_gradient(queries, labels, wanted):
    """Of the cross-entropy between how queries rank labels and how they should."""
    ranked = softmax(queries @ labels.T / TEMPERATURE)
    off = (ranked - wanted) / len(queries)
    return off @ labels, off.T @ queries, float(-(wanted * np.log(ranked + 1e-9)).sum(1).mean())


def train(student, texts, targets, steps, draw, report):
    every = list(targets)
    queries = [t for t in texts.sentences if t in targets] + [d for d, _ in texts.described]
    labels = [t for t in texts.labels if t in targets]
    for step in range(1, steps + 1):
        alike = draw.sample(every, 256)
        described = draw.sample(texts.described, 96)
        asked = [d for d, _ in described] + draw.sample(queries, 96)
        offered = list(dict.fromkeys([label for _, label in described] + draw.sample(labels, 900)))
        translated = draw.sample(texts.spanish, 192)
        meant = list(dict.fromkeys(label for _, label in translated))
        groups = [alike, asked, offered, [s for s, _ in translated], meant]
        ends = np.cumsum([len(g) for g in groups])
        vectors, memory = student.read([t for g in groups for t in g])
        a, q, o, s, m = np.split(vectors, ends[:-1])

        towards = np.vstack([targets[t] for t in alike])
        wanted = softmax(np.vstack([targets[t] for t in asked]) @ np.vstack([targets[t] for t in offered]).T / TEMPERATURE)
        place = {label: i for i, label in enumerate(offered)}
        for i, (_, label) in enumerate(described):
            wanted[i] *= 0.5
            wanted[i, place[label]] += 0.5
        gq, go, ranking = ranking_gradient(q, o, wanted)
        place = {label: i for i, label in enumerate(meant)}
        same = np.zeros((len(s), len(m)), np.float32)
        same[np.arange(len(s)), [place[label] for _, label in translated]] = 1
        gs, gm, translating = ranking_gradient(s, m, same)
        gs = 0.3 * gs - 0.7 * np.vstack([targets[label] for _, label in translated]) / len(s)
        student.learn(vectors, memory, np.vstack([-towards / len(a), 0.3 * gq, 0.3 * go, gs, 0.3 * gm]), step)
        if step % 250 == 0:
            pointing = 1 - float((a * towards).sum(1).mean())
            report(step, f"pointing {pointing:.4f} ranking {ranking:.4f} translating {translating:.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--esco", required=True, help="directory of ESCO's CSV files, in English and Spanish")
    parser.add_argument("--onet", required=True, help="directory of O*NET's text tables")
    parser.add_argument("--ads", required=True, help="CSV of advertisements, in EMSCAD's columns")
    parser.add_argument("--cache", help="keep the teacher's vectors here (.npz)")
    parser.add_argument("--size", type=int, default=256, help="numbers in a vector")
    parser.add_argument("--keep", type=int, help="numbers that are kept of it (all)")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--save", help="keep the table unpacked here (.npy)")
    parser.add_argument("--out", required=True, help="the table, as the binary embeds it")
    args = parser.parse_args()

    from teacher import Teacher

    teacher = Teacher()
    texts = sources.read(args.esco, args.onet, args.ads)
    vocabulary = Vocabulary(texts, teacher.vocabulary())
    whole = sources.distinct(texts.labels + texts.short + texts.sentences + [d for d, _ in texts.described])
    single = sources.distinct([*vocabulary.english, *(e[2:] for e in vocabulary.endings)])
    vectors = embed_all(teacher, whole + single, args.cache)
    matrix = np.vstack([vectors[t] for t in whole])
    middle = matrix.mean(0)
    centered = matrix - middle
    _, axes = np.linalg.eigh(centered.T @ centered / len(centered))
    axes = np.ascontiguousarray(axes[:, ::-1][:, : args.size])
    student = Student(vocabulary, args.size, args.steps)
    targets = {t: v for t, v in zip(whole, unit(centered @ axes)) if len(student.tokens(t)) > 0}
    texts.described = [(d, name) for d, name in texts.described if d in targets and name in targets]
    texts.spanish = [(s, name) for s, name in texts.spanish if name in targets and len(student.tokens(s)) > 0]
    print(f"{len(vocabulary.tokens)} tokens, {len(targets)} texts, {len(texts.spanish)} translations", flush=True)
    start(student, vocabulary, vectors, axes, targets, texts.spanish)

    def report(step, losses):
        print(step, losses, flush=True)
        if args.save:
            np.save(args.save, student.table)
        pack.pack(args.out, vocabulary.tokens, pack.reduce(student.table, args.keep or args.size))

    train(student, texts, targets, args.steps, random.Random(SEED), report)
    report(args.steps, "done")


if __name__ == "__main__":
    sys.exit(main())
