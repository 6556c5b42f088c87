#!/usr/bin/env python3
"""ptyrun - run a program in a pseudo-terminal, press keys, and look at its screen.

Steps come from --script FILE (one a line, '#' starts a comment), then from each --do:

  type TEXT            type the rest of the line
  key KEY [KEY ...]    press keys by name: a enter esc up ctrl+l shift+tab ...
  mouse KIND COL ROW   press, drag or release the left button on a cell, from 0
  wait TEXT            until the screen shows TEXT (--timeout seconds at most)
  gone TEXT            until the screen does not show TEXT
  resize COLS ROWS     give the window another size
  signal NAME          send a signal to the program: TERM, HUP, STOP ...
  screen               print the screen
  exit [STATUS]        until the program has ended, with STATUS if given

Exit status: 0; 1 when a step failed, with the screen on standard error.

As a module:

  with Pty.spawn(["emend", "review"], size=(100, 30), answers="sixel") as pty:
      pty.expect("dent 0.48")
      pty.press("a", "ctrl+l")
      assert pty.wait() == 0 and pty.is_sane()

Needs pyte (Tests/run puts it into the tests' environment).
"""

import argparse
import fcntl
import os
import pathlib
import pty as ptys
import re
import select
import shlex
import signal
import struct
import sys
import termios
import time

from screenmodel import ScreenModel

KEYS = {
    "enter": "\r", "tab": "\t", "esc": "\x1b", "space": " ", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "delete": "\x1b[3~", "shift+tab": "\x1b[Z",
    "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
}

# What xterm as a VT340 and a terminal without pictures answer; DA1 matters most.
ANSWERS = {
    "sixel": {
        b"\x1b[c": "\x1b[?63;1;2;4;6;9;15;16;22;28c",
        b"\x1b[16t": "\x1b[6;{cell_height};{cell_width}t",
        b"\x1b[14t": "\x1b[4;{height};{width}t",
        b"\x1b[?1;1;0S": "\x1b[?1;0;256S",
        b"\x1b[?2;1;0S": "\x1b[?2;0;{width};{height}S",
        b"\x1b[?2026$p": "\x1b[?2026;0$y",
        b"\x1b[?1016$p": "\x1b[?1016;0$y",
        b"\x1b[>0q": "\x1bP>|XTerm(379)\x1b\\",
        b"\x1b[5n": "\x1b[0n",
    },
    "plain": {b"\x1b[c": "\x1b[?62;22c", b"\x1b[5n": "\x1b[0n"},
    # One that shows a frame when it is whole.
    "frames": {b"\x1b[c": "\x1b[?62;4;22c", b"\x1b[?2026$p": "\x1b[?2026;2$y",
               b"\x1b[16t": "\x1b[6;{cell_height};{cell_width}t", b"\x1b[5n": "\x1b[0n"},
    "none": {},
}


class Failure(Exception):
    """A step that did not come true; its text holds the screen."""


def key_bytes(name):
    """The bytes of a key by its name in a keymap."""
    if name in KEYS:
        return KEYS[name].encode()
    control = re.fullmatch(r"ctrl\+(.)", name)
    if control:
        return bytes([ord(control.group(1).lower()) & 0x1F])
    if len(name) == 1:
        return name.encode()
    raise ValueError(f"no key {name!r}; known: {' '.join(KEYS)} ctrl+x, or one character")


class Pty:
    """A program in a pseudo-terminal, and the screen that it draws."""

    def __init__(self, pid, master, slave, size, answers, cell, before):
        """`before`: what `tcgetattr` said of the terminal before the program ran."""
        self.pid, self.master, self.slave = pid, master, slave
        self.size, self.cell = size, cell
        self.answers = ANSWERS[answers]
        self.model = ScreenModel(*size)
        self.output = bytearray()
        self.status = None
        self.before = before

    @classmethod
    def spawn(cls, argv, env=None, size=(80, 24), answers="plain", cell=(10, 20), cwd=None,
              typed_ahead=""):
        """Start argv. The environment is pinned; `env` adds to it.

        `answers`: a key of ANSWERS.
        `typed_ahead` waits in the terminal before the program starts.
        """
        pinned = {
            "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"),
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC",
            "SWIFT_BACKTRACE": "enable=no", **(env or {}),
        }
        master, slave = ptys.openpty()
        set_size(slave, size, cell)
        os.write(master, typed_ahead.encode())
        before = termios.tcgetattr(slave)
        pid = os.fork()
        if pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for target in (0, 1, 2):
                    os.dup2(slave, target)
                os.closerange(3, 256)
                for number in (signal.SIGPIPE, signal.SIGINT):
                    signal.signal(number, signal.SIG_DFL)
                os.chdir(cwd or ".")
                os.execvpe(argv[0], [os.fspath(part) for part in argv], pinned)
            except OSError as error:
                os.write(2, f"{argv[0]}: {error.strerror}\n".encode())
            finally:
                os._exit(127)
        return cls(pid, master, slave, size, answers, cell, before)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the program if it still runs, and give the terminal back."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -signal.SIGKILL
        self.hang_up()

    def hang_up(self):
        """Take the terminal away, as a lost link does."""
        for name in ("master", "slave"):
            if getattr(self, name) is not None:
                os.close(getattr(self, name))
                setattr(self, name, None)

    # Acting

    def send(self, text):
        """Type text or bytes as they are."""
        os.write(self.master, text if isinstance(text, bytes) else text.encode())

    def press(self, *names):
        """Press keys by name, all at once, as somebody who types ahead."""
        self.send(b"".join(key_bytes(name) for name in names))

    def mouse(self, kind, column, row):
        """Press, drag or release the left button."""
        code, final = {"press": (0, "M"), "drag": (32, "M"), "release": (0, "m")}[kind]
        self.send(f"\x1b[<{code};{column + 1};{row + 1}{final}")

    def resize(self, columns, rows):
        """Change the window's size; the kernel tells the program (SIGWINCH)."""
        self.pump(0)
        self.size = (columns, rows)
        self.model.resize(columns, rows)
        set_size(self.slave, self.size, self.cell)

    def signal(self, number):
        """Send a signal to the program."""
        os.kill(self.pid, number)

    # Looking

    def pump(self, seconds):
        """Read what the program wrote, for at most `seconds`; False when there was nothing."""
        if self.master is None or not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.output += data
        for sequence in self.model.feed(data):
            self._answer(sequence)
        return bool(data)

    def _answer(self, question):
        answer = self.answers.get(question)
        if answer is not None:
            (columns, rows), (width, height) = self.size, self.cell
            self.send(answer.format(
                width=columns * width, height=rows * height, cell_width=width,
                cell_height=height))

    def screen(self):
        """The rows as text."""
        while self.pump(0):
            pass
        return self.model.lines()

    def text(self):
        return "\n".join(self.screen())

    def until(self, condition, what, timeout=10):
        """Read until `condition()` holds; Failure after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not condition():
            left = end - time.monotonic()
            if left <= 0:
                raise Failure(f"{what} did not happen in {timeout} s; the screen:\n{self.text()}")
            if not self.pump(min(left, 0.05)) and self.has_ended() and not self.pump(0):
                if condition():
                    return
                raise Failure(f"{what}: the program ended ({self.status}); the screen:\n"
                              f"{self.text()}")

    def expect(self, text, timeout=10):
        """Read until the screen shows `text` in one row."""
        self.until(lambda: any(text in line for line in self.model.lines()), f"{text!r}", timeout)

    def expect_gone(self, text, timeout=10):
        """Read until no row of the screen shows `text`."""
        self.until(lambda: all(text not in line for line in self.model.lines()),
                   f"{text!r} going away", timeout)

    def has_ended(self):
        """Whether the program has ended, without waiting; then `status` says how."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def wait(self, timeout=10):
        """Read until the program has ended; its exit status, or minus the signal's number."""
        end = time.monotonic() + timeout
        while not self.has_ended():
            if time.monotonic() > end:
                raise Failure(f"still running after {timeout} s; the screen:\n{self.text()}")
            self.pump(0.02)
        while self.pump(0.05):
            pass
        return self.status

    def complaints(self):
        """What a shell would find wrong with the terminal now, in words."""
        while self.pump(0.05):
            pass
        found = []
        names = ("input", "output", "control", "local")
        now = termios.tcgetattr(self.slave)
        found += [f"{name} modes were {was:#o} and are {value:#o}"
                  for name, was, value in zip(names, self.before, now) if was != value]
        if self.before[6] != now[6]:
            found.append("control characters changed")
        if self.model.in_alternate_screen:
            found.append("still in the second screen")
        if not self.model.cursor_visible:
            found.append("the cursor is hidden")
        if self.model.mouse_modes:
            found.append(f"mouse modes {sorted(self.model.mouse_modes)} are on")
        if 2026 in self.model.modes:
            found.append("a frame is held back (2026)")
        if self.model.waiting:
            found.append(f"an unfinished sequence: {bytes(self.model.waiting[:20])!r}")
        return found

    def is_sane(self):
        return not self.complaints()


def set_size(terminal, size, cell):
    (columns, rows), (width, height) = size, cell
    fcntl.ioctl(terminal, termios.TIOCSWINSZ,
                struct.pack("HHHH", rows, columns, columns * width, rows * height))


def play(pty, step, timeout):
    """Carry out one line of a script."""
    name, _, rest = step.strip().partition(" ")
    words = shlex.split(rest) if name not in ("type", "wait", "gone") else [rest]
    if name == "type":
        pty.send(rest)
    elif name == "key":
        pty.press(*words)
    elif name == "mouse":
        pty.mouse(words[0], int(words[1]), int(words[2]))
    elif name == "wait":
        pty.expect(rest, timeout)
    elif name == "gone":
        pty.expect_gone(rest, timeout)
    elif name == "resize":
        pty.resize(int(words[0]), int(words[1]))
    elif name == "signal":
        pty.signal(signal.Signals["SIG" + words[0]])
    elif name == "screen":
        print(pty.text())
    elif name == "exit":
        status = pty.wait(timeout)
        if words and status != int(words[0]):
            raise Failure(f"ended with {status}, not {words[0]}; the screen:\n{pty.text()}")
    else:
        raise Failure(f"no step {name!r}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="80x24", help="columns and rows, 80x24")
    parser.add_argument("--answers", choices=ANSWERS, default="plain")
    parser.add_argument("--script", type=pathlib.Path)
    parser.add_argument("--do", action="append", default=[], metavar="STEP")
    parser.add_argument("--timeout", type=float, default=10)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("no command")
    lines = options.script.read_text().splitlines() if options.script else []
    steps = [line for line in lines if line.strip() and not line.startswith("#")] + options.do
    columns, rows = (int(part) for part in options.size.split("x"))
    with Pty.spawn(command, dict(os.environ, TERM="xterm-256color"), (columns, rows),
                   options.answers) as pty:
        try:
            for step in steps:
                play(pty, step, options.timeout)
        except Failure as failure:
            print(f"ptyrun: {failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
