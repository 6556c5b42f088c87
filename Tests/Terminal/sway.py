"""foot in a Wayland display that nobody sees: keys in, screenshots out, by termshot's steps.

foot has no X11, so termshot cannot show it. sway draws into memory; wtype presses keys and grim
keeps what is shown.
"""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import time

NOBODY = "65534"
# The keyboard is there only while wtype runs, and foot learns of it a moment later.
PLUGGED = ["-s", "400"]


class Sway:
    """A display with one foot in it, without borders."""

    MISSING = [name for name in ("foot", "sway", "wtype", "grim", "setpriv", "script")
               if not shutil.which(name)]

    def __init__(self, size, command, record):
        self.folder = tempfile.TemporaryDirectory(prefix="emend-sway-")
        self.path = pathlib.Path(self.folder.name)
        self.started = []
        self.keys = []
        try:
            self._start_sway()
            inner = f"script -qefc {shlex.quote(shlex.join(command))} {shlex.quote(str(record))}"
            self._start(["foot", "--config=/dev/null", "-W", "x".join(map(str, size)),
                         "-o", "pad=0x0", "-o", "colors.background=000000",
                         "-o", "font=DejaVu Sans Mono:pixelsize=16", "sh", "-c",
                         inner + "; exec sleep 600"])
            self.area = self._await(self._window)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for process in reversed(self.started):
            process.terminate()
            process.wait(10)
        self.folder.cleanup()

    def _start(self, command):
        with open(self.path / "log", "ab") as log:
            self.started.append(subprocess.Popen(
                command, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log))

    def _start_sway(self):
        config = self.path / "config"
        config.write_text("output HEADLESS-1 resolution 1920x1200\ndefault_border none\n"
                          "for_window [app_id=foot] floating enable, border none, "
                          "move absolute position 0 0\nxwayland disable\n")
        self.env = {**os.environ, "XDG_RUNTIME_DIR": str(self.path), "WLR_BACKENDS": "headless",
                    "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
        drop = []
        if os.geteuid() == 0:  # sway refuses to run as root
            os.chown(self.path, int(NOBODY), int(NOBODY))
            drop = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]
        self._start([*drop, "sway", "-c", str(config)])
        self.env["WAYLAND_DISPLAY"] = self._await(lambda: self._socket("wayland-[0-9]"))
        self.env["SWAYSOCK"] = str(self.path / self._await(lambda: self._socket("sway-ipc.*.sock")))

    def _socket(self, pattern):
        return next((found.name for found in self.path.glob(pattern)), None)

    def _window(self):
        """Where foot's window is, as grim takes it; None before it is shown."""
        waiting = [json.loads(self._call("swaymsg", "-t", "get_tree"))]
        while waiting:
            node = waiting.pop()
            if node.get("app_id") == "foot" and node.get("visible"):
                rect = node["rect"]
                return "{x},{y} {width}x{height}".format(**rect)
            waiting += node["nodes"] + node["floating_nodes"]
        return None

    def _await(self, look, limit=15):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(0.1)
        raise AssertionError(f"foot was not shown:\n{(self.path / 'log').read_text()[-2000:]}")

    def _call(self, *command):
        return subprocess.run(command, env=self.env, check=True, capture_output=True,
                              timeout=120).stdout

    def play(self, step):
        """Carry out `wait`, `settle`, `key`, `expose` or `shot`, as termshot does."""
        name, _, rest = step.partition(" ")
        if name == "wait":
            self.keys += ["-s", str(round(float(rest) * 1000))]
        elif name == "key":
            for key in rest.split():
                *held, key = key.split("+")
                self.keys += [part for modifier in held for part in ("-M", modifier)]
                self.keys += ["-k", key, "-s", "20"]
                self.keys += [part for modifier in held for part in ("-m", modifier)]
        else:
            self._press()
            {"settle": self._settle, "expose": self._expose, "shot": self._shot}[name](rest)

    def _press(self):
        if self.keys:
            self._call("wtype", *PLUGGED, *self.keys, *PLUGGED)
            self.keys = []

    def _settle(self, _):
        end, last, since = time.monotonic() + 10, None, 0
        while time.monotonic() < end:
            now = self._call("grim", "-g", self.area, "-t", "ppm", "-")
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since >= 0.4:
                return
            time.sleep(0.1)

    def _expose(self, _):
        """Hide the window and show it again; foot keeps its pixels and need not paint them."""
        for workspace in "21":
            self._call("swaymsg", "workspace", workspace)
            time.sleep(0.3)

    def _shot(self, path):
        self._call("grim", "-g", self.area, path)
