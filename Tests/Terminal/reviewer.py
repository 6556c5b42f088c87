"""A reviewer at the keyboard: the review in a pseudo-terminal, and what its screen says.

A screen is only read where the program says that it is whole (mode 2026), so that what is read was
shown; what it says of an object is then a promise that the object is so on disk.
"""

import dataclasses
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

from ptyrun import Failure, Pty

PROGRAM = os.environ.get("EMEND_BIN", "")
PROJECT = os.environ.get("EMEND_PROJECT", ".")

ROW = re.compile(r"(?P<selected>[> ])(?P<sign>[?+~x*=…]) (?P<number>[1-9]) "
                 r"(?P<label>\S+(?: \(\S+)?(?: “.*)?) +"
                 r"(?P<word>ok|changed|no|removed|drawn|imported|saving|[01]\.\d\d)$")
HEADING = re.compile(r"(?P<objects>\d+) objects?, (?P<open>\d+) open")

# What a row's sign goes with.
WORDS = {"+": {"ok"}, "~": {"changed"}, "x": {"no", "removed"}, "*": {"drawn"}, "=": {"imported"},
         "…": {"saving"}}


@dataclasses.dataclass(frozen=True)
class Row:
    """One object in the list; `sign` is its state: ? open, + accepted, ~ corrected, x rejected,
    * drawn, … not saved yet."""

    sign: str
    number: int
    word: str
    selected: bool


@dataclasses.dataclass(frozen=True)
class Look:
    """What one screen says."""

    image: str  # the file's name; empty when none is open
    status: str
    saved: bool
    open: int
    rows: tuple
    bottom: str

    @property
    def selected(self):
        """The index of the selected row; None when there is none."""
        return next((index for index, row in enumerate(self.rows) if row.selected), None)

    @property
    def flagged(self):
        return " · flagged" in self.status

    @property
    def progress(self):
        parts = self.status.split(" · ")
        return next((word for word in parts if word in ("reviewed", "skipped")), "open")


def read_look(model, columns, rows):
    """The look of a screen, or None where it is not the review's main screen."""
    start = columns - min(max(columns // 4, 22), 36)
    heading = HEADING.match(model.part(1, start, columns))
    status = model.part(0, 0, columns)
    if not heading or not status.endswith(("saved", "saving")):
        return None
    listed = []
    for line in (model.part(row, start, columns) for row in range(3, rows - 1)):
        if not line:
            break
        found = ROW.match(line)
        if not found or found["word"] not in WORDS.get(found["sign"], {found["word"]}):
            return None
        listed.append(Row(found["sign"], int(found["number"]), found["word"],
                          found["selected"] == ">"))
    text = re.sub(r" +(saved|saving)$", "", status).strip()
    return Look(text.split(" · ")[0] if " · " in text else "", text, status.endswith("saved"),
                int(heading["open"]), tuple(listed), model.part(rows - 1, 0, columns))


class Review:
    """`emend review` in a pseudo-terminal whose screen holds every object of an image."""

    SIZE = (120, 44)

    def __init__(self, folder, *arguments, reviewer="ann", size=SIZE, env=None, cell=(4, 8)):
        self.looks = []
        self.pty = Pty.spawn(
            [PROGRAM, "review", *arguments],
            {"EMEND_REVIEWER": reviewer, **(env or {})}, size, "frames", cell, folder)
        self.pty.model.frame_shown = self._note
        self.noted = lambda look: None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.pty.close()

    def _note(self):
        look = read_look(self.pty.model, *self.pty.size)
        if look and (not self.looks or look != self.looks[-1]):
            self.looks.append(look)
            self.noted(look)

    @property
    def look(self):
        return self.looks[-1] if self.looks else None

    def press(self, *names):
        self.pty.press(*names)

    def until(self, condition, what, timeout=10):
        """Read until a whole screen fulfils `condition`; answers it."""
        self.pty.until(lambda: self.look is not None and condition(self.look), what, timeout)
        return self.look

    def opened(self, timeout=20):
        """Read until an image is open and all is saved."""
        return self.until(lambda look: look.image and look.saved, "an open image", timeout)

    def settled(self, quiet=0.15):
        """Read until nothing has come for `quiet` seconds."""
        while self.pty.pump(quiet):
            pass
        return self.look

    def quit(self):
        self.press("q")
        # A debug build that shares the cores may be decoding the next image, which takes seconds.
        status = self.pty.wait(60)
        if status != 0:
            raise Failure(f"ended with {status}; the screen:\n{self.pty.text()}")


def copy_project(folder):
    """A copy of EMEND_PROJECT's files in `folder`; the images stay where they are."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    return pathlib.Path(folder)


class Scratch:
    """A temporary folder with a fresh copy of the project."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="emend-test-")
        self.path = copy_project(pathlib.Path(self.folder.name) / "project")

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        self.folder.cleanup()


def emend(folder, *arguments, check=True, limit=120):
    """Run one command in a project, for `limit` seconds at most; its finished process."""
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True,
                          timeout=limit)
    if check and done.returncode != 0:
        raise Failure(f"emend {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def query(folder, sql, *arguments):
    """Rows of the project file, read by another program than emend."""
    connection = sqlite3.connect(f"file:{folder}/project.sqlite?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute(sql, arguments).fetchall()
    finally:
        connection.close()
