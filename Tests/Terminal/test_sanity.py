#!/usr/bin/env python3
"""However the review ends, the terminal is as the shell left it.

EMEND_BIN      the program (required)
EMEND_ARGS     its arguments; by default "review"
EMEND_PROJECT  the folder to run it in, with a project that has an image to review

The last two classes need a debug build, in which EMEND_TRAP=KIND makes the review die, at the
first key, in one way: trap (an index out of range), stack (endless recursion), picture (a trap in
the middle of a sixel), worker (a trap on another thread), stuck (an endless loop).
They are skipped unless EMEND_HAS_TRAP=1.
"""

import os
import shlex
import signal
import time
import unittest

from ptyrun import Pty

PROGRAM = [os.environ.get("EMEND_BIN", ""), *shlex.split(os.environ.get("EMEND_ARGS", "review"))]
FOLDER = os.environ.get("EMEND_PROJECT", ".")
FAULTS = ["ILL", "TRAP", "SEGV", "BUS", "FPE", "ABRT"]


class SanityCase(unittest.TestCase):
    """Starts the review and waits until its screen is there."""

    def start(self, **options):
        pty = Pty.spawn(PROGRAM, cwd=FOLDER, **{"answers": "sixel", **options})
        self.addCleanup(pty.close)
        pty.until(lambda: pty.model.in_alternate_screen and any(pty.model.lines()), "full screen")
        return pty

    def assert_sane(self, pty):
        self.assertEqual(pty.complaints(), [])


class EndingTests(SanityCase):
    def test_quitting_leaves_the_terminal_as_it_was(self):
        pty = self.start()
        pty.press("q")
        self.assertEqual(pty.wait(), 0)
        self.assert_sane(pty)

    def test_a_request_to_end_is_followed(self):
        for name in ("TERM", "HUP"):
            with self.subTest(signal=name):
                pty = self.start()
                pty.signal(signal.Signals["SIG" + name])
                pty.wait()
                self.assert_sane(pty)

    def test_a_fault_puts_the_terminal_back_and_still_ends_by_the_fault(self):
        for name in FAULTS:
            with self.subTest(signal=name):
                pty = self.start()
                pty.signal(signal.Signals["SIG" + name])
                self.assertEqual(pty.wait(), -signal.Signals["SIG" + name])
                self.assert_sane(pty)

    def test_a_lost_terminal_ends_the_program(self):
        pty = self.start()
        pty.hang_up()
        end = time.monotonic() + 10
        while not pty.has_ended():
            self.assertLess(time.monotonic(), end, "still running without a terminal")
            time.sleep(0.02)

    def test_control_c_does_not_end_it_without_putting_the_terminal_back(self):
        pty = self.start()
        pty.send(b"\x03")
        pty.pump(0.3)
        if not pty.has_ended():
            pty.signal(signal.SIGTERM)
        pty.wait()
        self.assert_sane(pty)

    def test_a_terminal_that_answers_nothing_is_no_obstacle(self):
        pty = self.start(answers="none")
        pty.press("q")
        self.assertEqual(pty.wait(), 0)
        self.assert_sane(pty)

    def test_keys_typed_before_the_screen_is_there_are_kept(self):
        pty = Pty.spawn(PROGRAM, cwd=FOLDER, answers="sixel", typed_ahead="q")
        self.addCleanup(pty.close)
        self.assertEqual(pty.wait(), 0)
        self.assert_sane(pty)


class JobControlTests(SanityCase):
    """Through a real shell, because only a shell's job can be stopped."""

    def test_control_z_gives_the_shell_back_and_fg_the_review(self):
        pty = Pty.spawn(["bash", "--norc", "--noprofile", "-i"], {"PS1": "prompt> "}, cwd=FOLDER,
                        answers="sixel")
        self.addCleanup(pty.close)
        pty.expect("prompt>")
        pty.send(shlex.join(PROGRAM) + "\n")
        pty.until(lambda: pty.model.in_alternate_screen and any(pty.model.lines()), "full screen")
        pty.send(b"\x1a")
        pty.expect("Stopped")
        self.assertEqual((pty.model.in_alternate_screen, pty.model.cursor_visible,
                          pty.model.mouse_modes), (False, True, set()))
        pty.send("clear; stty -a\n")
        pty.expect("icanon")
        self.assertNotIn("-icanon", pty.text())
        self.assertNotIn("-echo ", pty.text())
        pty.send("fg\n")
        pty.until(lambda: pty.model.in_alternate_screen and any(pty.model.lines()), "coming back")
        pty.press("q")
        pty.until(lambda: not pty.model.in_alternate_screen, "the shell's screen")
        pty.send("exit\n")
        pty.wait()


class RefusalTests(unittest.TestCase):
    def refusal(self, **options):
        with Pty.spawn(cwd=FOLDER, **options) as pty:
            status = pty.wait()
            self.assertNotEqual(status, 0)
            self.assertEqual(pty.complaints(), [])
            return pty.text()

    def test_a_terminal_without_a_screen_is_refused_in_words(self):
        self.assertIn("TERM", self.refusal(argv=PROGRAM, env={"TERM": "dumb"}))
        self.assertIn("TERM", self.refusal(argv=PROGRAM, env={"TERM": "no-such-type"}))

    def test_output_to_a_file_is_refused_in_words(self):
        command = shlex.join(PROGRAM) + " > /dev/null"
        text = self.refusal(argv=["sh", "-c", command + " ; exit 1"])
        self.assertNotIn("\x1b", text)


@unittest.skipUnless(os.environ.get("EMEND_HAS_TRAP") == "1", "needs a build with EMEND_TRAP")
class TrapTests(SanityCase):
    def test_a_trap_puts_the_terminal_back(self):
        for kind in ("trap", "stack", "picture", "worker"):
            with self.subTest(kind=kind):
                pty = self.start(env={"EMEND_TRAP": kind})
                pty.press("j")
                self.assertLess(pty.wait(30), 0, "ended by a signal")
                self.assert_sane(pty)


@unittest.skipUnless(os.environ.get("EMEND_HAS_TRAP") == "1", "needs a build with EMEND_TRAP")
class StuckTests(SanityCase):
    def test_a_stuck_program_ends_at_the_second_request(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with self.subTest(signal=number):
                pty = self.start(env={"EMEND_TRAP": "stuck"})
                pty.press("j")
                pty.expect("stuck now")
                pty.signal(number)
                # A second within a second is taken for the shell's copy of the kernel's.
                end = time.monotonic() + 10
                while not pty.has_ended() and time.monotonic() < end:
                    pty.pump(1.1)
                    if not pty.has_ended():
                        pty.signal(number)
                self.assertEqual(pty.wait(), -number)
                self.assert_sane(pty)


if __name__ == "__main__":
    if not PROGRAM[0]:
        raise SystemExit("test_sanity: set EMEND_BIN to the program")
    unittest.main()
