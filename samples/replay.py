#!/usr/bin/env python3
"""Plays a key script to a program in a terminal of its own, without a screen.

    replay.py SCRIPT -- COMMAND [ARGUMENT ...]

SCRIPT holds one step a line; `#` starts a comment:

    key KEY [KEY ...]    press keys, named as in a keymap: a  A  ?  space  enter  esc  ctrl+r
    type TEXT            type the rest of the line
    settle               wait until the program has been quiet for a moment
    resize COLUMNS ROWS  change the terminal's size
    exit                 wait until the program has ended

Ends with the program's own exit status; with 1 and a sentence if it ends before the script does,
or is still running after it. The terminal says that it shows sixel graphics.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

QUIET = 0.3  # seconds without output that count as settled
PATIENCE = 60  # seconds after which something has gone wrong
CELL = (8, 16)  # pixels
SPECIAL = {
    "space": " ", "enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z",
    "backspace": "\x7f", "delete": "\x1b[3~", "up": "\x1b[A", "down": "\x1b[B",
    "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~"}
# What the program asks of the terminal, and the answer: who are you (sixel is the 4), and how large
# is a cell.
QUESTIONS = [
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;4;22c"),
    (re.compile(rb"\x1b\[16t"), b"\x1b[6;%d;%dt" % (CELL[1], CELL[0]))]


class Failure(Exception):
    pass


def key_bytes(name):
    if name in SPECIAL:
        return SPECIAL[name].encode()
    if name.startswith("ctrl+") and len(name) == 6:
        return bytes([ord(name[-1].upper()) & 0x1F])
    if len(name) == 1:
        return name.encode()
    raise Failure(f"there is no key {name}")


class Terminal:
    """The program and the far end of its terminal."""

    def __init__(self, command):
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
            os.execvp(command[0], command)
        self.status, self.unanswered = None, b""
        self.resize(120, 40)

    def resize(self, columns, rows):
        size = struct.pack("HHHH", rows, columns, columns * CELL[0], rows * CELL[1])
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, size)

    def read(self, seconds):
        """Whether the program wrote something in that time; answers what it asks."""
        if not select.select([self.file], [], [], seconds)[0]:
            return False
        try:
            self.unanswered += os.read(self.file, 65536)
        except OSError:  # EIO: the program's end is closed
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            return False
        for question, answer in QUESTIONS:
            self.unanswered, count = question.subn(b"", self.unanswered)
            os.write(self.file, answer * count)
        self.unanswered = self.unanswered[-16:]  # a question may arrive in two pieces
        return True

    def settle(self):
        end = time.monotonic() + PATIENCE
        while self.read(QUIET):
            if time.monotonic() > end:
                raise Failure(f"the program has not been quiet for {PATIENCE} s")
        if self.status is not None:
            raise Failure(f"the program ended early, with status {self.status}")

    def wait(self):
        end = time.monotonic() + PATIENCE
        while self.status is None:
            self.read(QUIET)
            if time.monotonic() > end:
                raise Failure("the program is still running after the script")

    def close(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGHUP)
            os.waitpid(self.pid, 0)


def play(terminal, step):
    word, _, rest = step.partition(" ")
    if word == "key":
        for name in rest.split():
            os.write(terminal.file, key_bytes(name))
    elif word == "type":
        os.write(terminal.file, rest.encode())
    elif word == "settle":
        terminal.settle()
    elif word == "resize":
        terminal.resize(*map(int, rest.split()))
    elif word == "exit":
        terminal.wait()
    else:
        raise Failure(f"there is no step {word}")


def run(script, command):
    steps = [line.strip() for line in open(script, encoding="utf-8")]
    terminal, number = Terminal(command), 0
    try:
        for number, step in enumerate(steps, 1):
            if step and not step.startswith("#"):
                play(terminal, step)
        terminal.wait()
    except (Failure, OSError, ValueError) as problem:
        print(f"{script}:{number}: {problem}", file=sys.stderr)
        return 1
    finally:
        terminal.close()
    return terminal.status


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[2] != "--":
        sys.exit(__doc__)
    sys.exit(run(sys.argv[1], sys.argv[3:]))
