"""Writes a table of meanings as the package skillindex reads it."""

import struct

import numpy as np


def reduce(vectors, size):
    """The best vectors of a smaller size: their products change least. The first
    numbers say most: a search looks at those first."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    return vectors @ axes[:, ::-1][:, :size]


def pack(path, tokens, vectors):
    """Each vector as whole numbers and a scale; a token without one is left out."""
    largest = np.abs(vectors).max(1)
    kept = [i for i in range(len(tokens)) if largest[i] > 1e-4 and len(tokens[i].encode()) < 256]
    with open(path, "wb") as out:
        out.write(b"SMV1" + struct.pack("<II", vectors.shape[1], len(kept)))
        for i in kept:
            token = tokens[i].encode()
            out.write(bytes([len(token)]) + token + struct.pack("<f", largest[i] / 127))
        for i in kept:
            out.write(np.round(vectors[i] / largest[i] * 127).astype(np.int8).tobytes())
    return len(kept)
