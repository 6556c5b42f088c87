"""Holds the page Models against what the tests compared, or makes its table anew.

    python check_models.py OUTDIR [--write]

OUTDIR is the folder of the cases; the tests have written what came out into its `results`, and
into those of the cases of inference and of prompts beside it. Without --write each row of the
page must be a case of this run, each case a row, and each result within the bar: a run with other
images has other numbers. With --write the rows are this run's.
"""

import argparse
import re
import sys
from pathlib import Path

PAGE = (
    Path(__file__).resolve().parents[3] / "Sources/EmendCore/EmendCore.docc/Models.md")
HEAD = "| family | model | images | our tensor | raw outputs | answers |"


def result(folder, name, what, other="-"):
    file = folder / "results" / f"{name}-{what}.txt"
    return file.read_text().strip() if file.exists() else other


def images(folder, name):
    text = (folder / "expected" / f"{name}.txt").read_text()
    return len(re.findall("^image ", text, re.MULTILINE))


def rows(families):
    inference = families.parent / "inference"
    for line in (inference / "models.txt").read_text().splitlines():
        name = line.split()[0]
        yield ("yolo", name, images(inference, name), "every byte equal", "-",
               result(inference, name, "answers"))
    for line in (families / "cases.txt").read_text().splitlines():
        name, family = line.split()[:2]
        yield (family, name, images(families, name), result(families, name, "tensor"),
               result(families, name, "raw"), result(families, name, "answers"))
    prompted = families.parent / "prompted"
    for line in (prompted / "cases.txt").read_text().splitlines():
        name = line.split()[0]
        yield ("sam", name, images(prompted, name), result(prompted, name, "tensor"),
               result(prompted, name, "raw"), result(prompted, name, "answers"))


def faults(row):
    _, name, _, tensor, _, answers = row
    for good, wanted in re.findall(r"(\d+) of (\d+)", answers):
        if int(good) < 0.99 * int(wanted):
            yield f"{name}: {answers}"
    if "agree" not in answers:
        yield f"{name}: nothing was compared"
    mean, most = ([float(n) for n in re.findall(r"([\d.]+)/255", tensor)] + [0, 0])[:2]
    if mean > 2 or most > 8:
        yield f"{name}: {tensor}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(rows(options.out.resolve()))
    problems = [fault for row in found for fault in faults(row)]
    before, _, rest = PAGE.read_text().partition(HEAD)
    table = re.match(r"\n\|[-|]+\|\n((?:\|.*\n)*)", rest)
    after = rest[table.end():]
    if options.write:
        lines = ["| " + " | ".join(map(str, row)) + " |" for row in found]
        rule = "|---" * 6 + "|"
        PAGE.write_text("\n".join([before + HEAD, rule, *lines, ""]) + after)
    else:
        shown = [row.split("|")[2].strip() for row in table.group(1).splitlines()]
        if sorted(shown) != sorted(row[1] for row in found):
            problems.append("Models.md has other rows than there are cases; write it anew")
    print(f"{len(found)} models compared", *problems, sep="\n")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
