"""The processes of a test that must not outlive it."""

import os


def below(pids):
    """The processes below some others, which are not among them.

    `script` gives its command a session of its own, which outlives a terminal that is closed.
    """
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            pass
    first = set(pids)
    found = set(first)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - first


def end(pids, number):
    """Send a signal to those that are still there."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            pass
