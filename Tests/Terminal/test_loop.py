#!/usr/bin/env python3
"""The oracle of Tests/Benchmarks/loop reviews two plates by keys, and the measures come out.

EMEND_BIN: the program (required). Training is left to the benchmark.
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

LOOP = pathlib.Path(__file__).resolve().parents[1] / "Benchmarks" / "loop.py"


class LoopTests(unittest.TestCase):
    def test_the_oracles_keys_bring_the_truth(self):
        done = subprocess.run(
            [sys.executable, LOOP, "--rounds", "1", "--images", "2", "--minutes", "0"],
            capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        print(done.stdout)
        row = re.search(r"^ +1 +2 .*", done.stdout, re.M)[0].split()
        self.assertGreater(float(row[-1]), 0.85, "accepted boxes are the true ones")
        self.assertIn("all is well", done.stdout)


if __name__ == "__main__":
    if not os.environ.get("EMEND_BIN"):
        raise SystemExit("test_loop: set EMEND_BIN to the program")
    unittest.main()
