"""How termshot starts each terminal emulator: nothing around the text, and nothing that blinks."""

import os


class UnknownTerminal(Exception):
    """No function here knows how to start it."""


def command(options, run, folder, environment):
    """The words that start `options.term` with the program `run` in it.

    Settings are of this start alone; those that need a file or a variable go to `folder` and
    `environment`.
    """
    starters = {"xterm": xterm, "mlterm": mlterm, "kitty": kitty, "konsole": konsole}
    kind = os.path.basename(options.term)
    starter = next((start for name, start in starters.items() if kind.startswith(name)), None)
    if starter is None:
        raise UnknownTerminal(f"--term {options.term}: only {', '.join(starters)} are known")
    columns, rows = options.geometry.split("x")
    return starter(options, run, columns, rows, folder, environment)


def xterm(options, run, columns, rows, *_):
    resources = ["sixelScrolling: true",
                 "privateColorRegisters: " + ("true" if options.private_colors else "false"),
                 f"numColorRegisters: {options.registers}",
                 f"maxGraphicSize: {options.max_graphic}",
                 "decTerminalID: vt340", "scrollBar: false", "internalBorder: 0",
                 "borderWidth: 0", "allowWindowOps: true", "visualBell: false",
                 "cursorBlink: false", "background: black", "foreground: gray90"]
    words = [options.term, "-ti", "vt340", "-geometry", f"{columns}x{rows}+0+0"]
    words += (["-fa", options.face, "-fs", str(options.face_size)] if options.face
              else ["-fn", options.font])
    for line in resources + options.xrm:
        words += ["-xrm", "*" + line.lstrip("*")]
    return words + options.term_arg + ["-e", run]


def mlterm(options, run, columns, rows, *_):
    return [options.term, "--geometry", f"{columns}x{rows}+0+0", "--sbmod", "none",
            "--fontsize", str(options.face_size * 2), "--bg", "black", "--fg", "white",
            *options.term_arg, "-e", run]


def kitty(options, run, columns, rows, folder, environment):
    environment.setdefault("LIBGL_ALWAYS_SOFTWARE", "1")
    environment["KITTY_CONFIG_DIRECTORY"] = folder
    settings = {"remember_window_size": "no", "initial_window_width": columns + "c",
                "initial_window_height": rows + "c", "window_padding_width": "0",
                "cursor_blink_interval": "0", "update_check_interval": "0",
                "font_size": options.face_size, "enable_audio_bell": "no",
                "confirm_os_window_close": "0"}
    words = [options.term, "--config", "NONE"]
    for name, value in settings.items():
        words += ["-o", f"{name}={value}"]
    return words + options.term_arg + [run]


def konsole(options, run, columns, rows, folder, environment):
    """Its tool bar cannot be left out: see `konsole_corner`."""
    environment.update(XDG_CONFIG_HOME=folder, XDG_DATA_HOME=folder, XDG_RUNTIME_DIR=folder,
                       QT_QPA_PLATFORM="xcb")
    settings = {"TerminalColumns": columns, "TerminalRows": rows, "ScrollBarPosition": "2",
                "TerminalMargin": "0", "BlinkingCursorEnabled": "false",
                "ColorScheme": "WhiteOnBlack",
                "Font": f"DejaVu Sans Mono,{options.face_size}"}
    words = [options.term, "--nofork", "--hide-menubar", "--hide-tabbar"]
    for name, value in settings.items():
        words += ["-p", f"{name}={value}"]
    return words + options.term_arg + ["-e", run]


def konsole_corner(height, rows):
    """The pixel of a window where Konsole's text begins, below the tool bar.

    That is 32 pixels high in 22.12 and 29 in 25.04, less than a row more than 20.
    """
    return (3, height - (height - 20) // rows * rows)
