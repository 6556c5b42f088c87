#!/usr/bin/env python3
"""relay.py [--no-pixels] [--mute] COMMAND [ARG ...]: between a program and the real terminal.

The program gets a pseudo-terminal of its own, and what it writes goes to the terminal that this
script runs in. --no-pixels: the kernel does not know the window's size in pixels, as under ttyd or
on a serial line. --mute: the terminal's answers do not arrive; keys do. Ends with the program's
status.
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
import tty

# What terminals send by themselves: answers to questions, and no key.
ANSWER = re.compile(rb"\x1b\[[?>=][0-9;]*\$?[a-zA-Z]|\x1b\[[0-9;]+[tn]"
                    rb"|\x1b[P_\]][^\x1b\x07]*(\x1b\\|\x07)")


def pass_size_on(inner, has_pixels):
    size = struct.unpack("HHHH", fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8)))
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack(
        "HHHH", *size[:2], *(size[2:] if has_pixels else (0, 0))))


def relay(inner, is_mute):
    while True:
        try:
            ready, _, _ = select.select([0, inner], [], [])
            if inner in ready:
                os.write(1, os.read(inner, 65536))
            if 0 in ready:
                data = os.read(0, 65536)
                os.write(inner, ANSWER.sub(b"", data) if is_mute else data)
        except OSError:  # the program has ended
            return


def main():
    options, command = set(), sys.argv[1:]
    while command and command[0].startswith("--"):
        options.add(command.pop(0))
    if not command or options - {"--no-pixels", "--mute"}:
        raise SystemExit(__doc__)
    has_pixels = "--no-pixels" not in options
    child, inner = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    before = termios.tcgetattr(0)
    signal.signal(signal.SIGWINCH, lambda *_: pass_size_on(inner, has_pixels))
    pass_size_on(inner, has_pixels)
    tty.setraw(0)
    try:
        relay(inner, "--mute" in options)
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xff


if __name__ == "__main__":
    sys.exit(main())
