#!/usr/bin/env python3
"""Writes vectors, and what numpy and scipy say of which are alike.

    make_cases.py OUTDIR

Each NAME.f32 holds float32 values, vector after vector; NAME.txt beside it

    vectors COUNT LENGTH
    near QUERY INDEX:COSINE ...     the most alike of vector QUERY, itself among them
    groups THRESHOLD                one line `group INDEX ...` each: the connected parts, by
                                    cosine, the largest first, then by their first vector
"""
import sys
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import connected_components

CASES = [(1, 3), (40, 1), (70, 16), (129, 37), (300, 384)]


def vectors(rng, count, length):
    """Some are near others, some equal, one is nothing."""
    found = rng.normal(size=(count, length)) * np.exp(rng.normal(0, 2, (count, 1)))
    for index in range(1, count):
        if rng.random() < 0.4:
            other = found[rng.integers(0, index)]
            found[index] = other * 3 + rng.normal(size=length) * np.linalg.norm(other) * (
                rng.choice([0, 0.01, 0.2]) / np.sqrt(length))
    if count > 5:
        found[5] = 0
    return found.astype(np.float32)


def groups(cosines, threshold):
    _, parts = connected_components(cosines >= threshold, directed=False)
    found = [np.flatnonzero(parts == part).tolist() for part in range(parts.max() + 1)]
    return sorted((g for g in found if len(g) > 1), key=lambda g: (-len(g), g[0]))


def safe(cosines, threshold):
    """A threshold that no pair is so near to that rounding could decide."""
    while np.abs(cosines - threshold).min() < 1e-5:
        threshold -= 1e-4
    return threshold


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for number, (count, length) in enumerate(CASES):
        rng = np.random.default_rng(number)
        found = vectors(rng, count, length)
        found.tofile(out / f"{number}.f32")
        wide = found.astype(np.float64)
        norms = np.linalg.norm(wide, axis=1, keepdims=True)
        unit = np.divide(wide, norms, out=np.zeros_like(wide), where=norms > 0)
        cosines = unit @ unit.T
        lines = [f"vectors {count} {length}"]
        for query in rng.integers(0, count, 8):
            order = np.argsort(-cosines[query], kind="stable")[:20]
            lines.append(f"near {query} " + " ".join(f"{i}:{cosines[query][i]!r}" for i in order))
        for wanted in (0.5, 0.9, 0.99):
            threshold = safe(cosines, wanted)
            lines.append(f"groups {threshold!r}")
            lines += ["group " + " ".join(map(str, g)) for g in groups(cosines, threshold)]
        text = "\n".join(lines).replace("np.float64(", "").replace(")", "")
        (out / f"{number}.txt").write_text(text + "\n")


if __name__ == "__main__":
    main()
