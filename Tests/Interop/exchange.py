"""What the interchange scripts share: pictures, projects and files in a temporary folder.

EMEND_BIN  the program (required)
"""

import json
import os
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

EMEND = os.environ.get("EMEND_BIN", "")
LABELS = ["scratch", "dent", "missing screw"]


class ExchangeCase(unittest.TestCase):
    """Each test has a folder of its own."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def emend(self, project, *words, code=0):
        done = subprocess.run(
            [EMEND, *map(str, words), "--project", str(project)], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, f"{words}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def counts(self, project, *words):
        return json.loads(self.emend(project, *words, "--json"))

    def make_project(self, name, labels=LABELS):
        project = self.folder / name
        subprocess.run(
            [EMEND, "init", project, "--labels", ",".join(labels)], check=True,
            capture_output=True)
        return project

    def draw_pictures(self, folder, sizes, ending="png"):
        folder.mkdir(parents=True, exist_ok=True)
        random = np.random.default_rng(7)
        names = []
        for index, (width, height) in enumerate(sizes):
            name = f"picture {index}.{ending}"
            pixels = random.integers(0, 255, (height, width, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / name)
            names.append(name)
        return names


def rows(project, query):
    with sqlite3.connect(project / "project.sqlite") as database:
        return database.execute(query).fetchall()


def everything(project):
    """All that a project holds, for the comparison before and after."""
    with sqlite3.connect(project / "project.sqlite") as database:
        return "\n".join(database.iterdump())
