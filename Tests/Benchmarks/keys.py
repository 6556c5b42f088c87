"""Presses keys in a real review, and reads what the kernel says of its processor time."""

import os
import pathlib
import random
import re
import sqlite3
import sys
import tempfile
import time

import numpy
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Terminal"))

from ptyrun import ANSWERS, Pty  # noqa: E402
from reviewer import PROGRAM, Scratch, emend  # noqa: E402

# 1280 x 720 pixels of picture beside the list.
SIZE, CELL = (165, 38), (10, 20)
PLATES = pathlib.Path(__file__).resolve().parents[2] / "samples" / "plates" / "pool"
SIXEL = re.compile(rb"\x1bP[0-9;]*q.*?\x1b\\", re.S)
QUESTION = b"\x1b[5n"


class Ear:
    """Hears the questions to a terminal and draws nothing, which would delay the next reading."""

    def __init__(self, questions):
        self.questions, self.heard = re.compile(b"|".join(map(re.escape, questions))), b""

    def feed(self, data):
        found = list(self.questions.finditer(self.heard + data))
        self.heard = (self.heard + data)[found[-1].end() if found else 0:][-16:]
        return [question[0] for question in found]


class Terminal(Pty):
    """A review whose pictures are counted and not looked at."""

    @classmethod
    def open(cls, folder, mode):
        names = {"delta": b"XTerm(379)", "cells": b"mlterm(3.9)"}
        ANSWERS[mode] = {**ANSWERS["sixel"],
                         b"\x1b[>0q": f"\x1bP>|{names[mode].decode()}\x1b\\"}
        terminal = cls.spawn([PROGRAM, "review"], {"EMEND_REVIEWER": "ann"}, SIZE, mode, CELL,
                             folder)
        terminal.frame()
        terminal.rest(1.5)
        terminal.model = Ear(terminal.answers)
        return terminal

    def frame(self):
        """Read until a picture is there whole; its sixels' bytes and the time of the first."""
        start, first = len(self.output), None
        while True:
            self.pump(1)
            part = bytes(self.output[start:])
            if first is None and b"\x1bP" in part:
                first = time.perf_counter()
            if first is not None and QUESTION in part:
                return sum(map(len, SIXEL.findall(part))), first

    def whole(self):
        """The bytes of the whole picture; a coarse one may come before it."""
        start = len(self.output)
        self.press("ctrl+l")
        self.frame()
        self.rest(1.5)
        frames = bytes(self.output[start:]).split(QUESTION)
        return max(sum(map(len, SIXEL.findall(frame))) for frame in frames)

    def rest(self, seconds):
        """Read until nothing has come for so long."""
        while self.pump(seconds):
            pass

    def processor(self):
        """Milliseconds that the threads have had."""
        tasks = pathlib.Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def resident(self):
        """Kilobytes."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def move_edge(self, key):
        """Processor time in ms and bytes of one pressed key."""
        before = self.processor()
        self.press(key)
        size, _ = self.frame()
        self.rest(0.01)
        return self.processor() - before, size


def montage(path):
    """Two plates as one picture of 1280 x 720, with the grain that photographs have."""
    plates = sorted(PLATES.glob("*.jpg"))[:2]
    sheet = Image.new("RGB", (1280, 720))
    for index, plate in enumerate(plates):
        sheet.paste(Image.open(plate).resize((640, 720)), (640 * index, 0))
    grain = numpy.random.default_rng(1).normal(0, 6, (720, 1280, 1))
    grainy = numpy.clip(numpy.asarray(sheet) + grain, 0, 255).astype(numpy.uint8)
    Image.fromarray(grainy).save(path, quality=92)


def project(folder, count):
    """A project with one picture and so many predicted boxes on it."""
    emend(".", "init", str(folder), "--labels", "scratch,dent,discoloration,missing_screw")
    montage(folder / "sheet.jpg")
    emend(folder, "add", "sheet.jpg")
    chance = random.Random(count)
    with sqlite3.connect(folder / "project.sqlite") as db:
        now = "2026-11-20T00:00:00.000Z"
        db.execute("""INSERT INTO model_version
            (id, name, path, sha256, card, role, settings, added_at)
            VALUES (1, 'many', 'many.onnx', ?, '{}', 'champion', 'many', ?)""", ("0" * 64, now))
        db.execute("""INSERT INTO prediction (id, image, model_version, settings, created_at)
            SELECT 1, id, 1, 'many', ? FROM image""", (now,))
        for _ in range(count):
            x, y = chance.uniform(0, 1100), chance.uniform(0, 600)
            db.execute("""INSERT INTO predicted_object
                (prediction, label, score, entropy, kind, x, y, width, height)
                VALUES (1, ?, ?, 0.5, 'box', ?, ?, ?, ?)""",
                       (chance.randrange(4), chance.uniform(0.3, 1), x, y,
                        chance.uniform(10, 150), chance.uniform(10, 110)))
        db.execute("""INSERT INTO predicted_count
            SELECT 1, 'many', label, COUNT(*) FROM predicted_object GROUP BY label""")
    db.close()


def edges(count, mode, presses):
    """Sorted processor times, sorted sizes, the whole frame's size, and kB of growth in turn."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "project"
        project(folder, count)
        with Terminal.open(folder, mode) as terminal:
            whole = terminal.whole()
            terminal.press("e", "d")
            terminal.rest(0.5)
            for key in "lh" * 10:
                terminal.move_edge(key)
            resident = [terminal.resident()]
            moves = [terminal.move_edge("lh"[index // 10 % 2]) for index in range(presses)]
            resident.append(terminal.resident())
            if presses >= 1000:
                for index in range(presses):
                    terminal.move_edge("lh"[index // 10 % 2])
                resident.append(terminal.resident())
            growth = [after - before for before, after in zip(resident, resident[1:])]
        times, sizes = (sorted(values) for values in zip(*moves))
        return times, sizes, whole, growth


def next_images(presses):
    """Milliseconds from a key to the first byte of the next image, which was made ahead."""
    with Scratch() as folder, Terminal.open(folder, "delta") as terminal:
        times = []
        for _ in range(presses):
            terminal.rest(1)
            pressed = time.perf_counter()
            terminal.press("J")
            _, first = terminal.frame()
            times.append((first - pressed) * 1000)
        return sorted(times)


def share(values, part):
    return values[min(len(values) - 1, int(len(values) * part))]


def main():
    print("an edge that moves by 1 px, 1280x720      CPU ms p50     p99   bytes p50  of a frame")
    for count, mode, presses in [(1, "delta", 1000), (1, "cells", 200), (1000, "delta", 200),
                                 (1000, "cells", 200), (10_000, "delta", 200),
                                 (10_000, "cells", 200)]:
        times, sizes, whole, growth = edges(count, mode, presses)
        print(f"{count:6} objects, {mode:<30}{share(times, 0.5):10.2f}{share(times, 0.99):8.2f}"
              f"{share(sizes, 0.5):12}{share(sizes, 0.5) / whole:11.2%}")
        if presses == 1000:
            print(f"{'':6} resident memory grew by {growth[0]} kB over {presses} frames, and by "
                  f"{growth[1]} over as many more")
    times = next_images(20)
    print(f"next image, key to first byte: median {share(times, 0.5):.0f} ms, "
          f"worst {times[-1]:.0f} ms")


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("keys: run Tests/Benchmarks/keys")
    main()
