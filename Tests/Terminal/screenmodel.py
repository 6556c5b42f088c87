"""What a terminal would show: pyte with the parts of xterm that pyte lacks.

pyte 0.8 knows no second screen, no repeat (REP), and prints the inside of a device
control string (a sixel picture) as text. The model cuts the stream into text and
sequences, does those parts itself, and hands the rest to pyte.
"""

import codecs
import re

import pyte

# A whole sequence, or the start of one at the end of the data.
SEQUENCE = re.compile(
    rb"\x1b(?:"
    rb"\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]"  # CSI
    rb"|[PX^_][^\x1b]*(?:\x1b\\|(?=\x1b[^\\]))"  # DCS, SOS, PM, APC; another escape cancels
    rb"|\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    rb"|[()*+][\x20-\x7e]"  # a character set
    rb"|[\x30-\x4f\x51-\x57\x59\x5a\x5c\x60-\x7e]"  # the rest
    rb")"
)

# Modes that a program must have switched off again when it ends.
MOUSE_MODES = {1000, 1002, 1003, 1006, 1015, 1016}


class ScreenModel:
    """One terminal's screen, fed with the bytes that a program wrote."""

    def __init__(self, columns, rows):
        self.first = pyte.Screen(columns, rows)
        self.second = pyte.Screen(columns, rows)
        self.current = self.first
        # A stream costs more than what it is mostly fed with.
        self.streams = {screen: pyte.Stream(screen) for screen in (self.first, self.second)}
        self.modes = set()
        self.cursor_visible = True
        self.pictures = 0
        self.picture_bytes = 0
        self.frame_depth = 0
        self.waiting = b""
        self.last = " "
        self.frame_shown = lambda: None  # called when a program lets its frame be seen (2026)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def in_alternate_screen(self):
        return self.current is self.second

    @property
    def mouse_modes(self):
        return self.modes & MOUSE_MODES

    def lines(self):
        """The rows as text, without blanks at their ends; a wide character once.

        The cells of the picture hold no-break spaces, which show as blanks.
        """
        return [line.replace("\xa0", " ").rstrip() for line in self.current.display]

    def part(self, row, start, end):
        """Some columns of one row as text; many times faster than `lines` where little is read."""
        cells = self.current.buffer[row]
        text = "".join([cells[column].data for column in range(start, end)])
        return text.replace("\xa0", " ").rstrip()

    def cell(self, column, row):
        """pyte's cell: data, fg, bg, bold, reverse, underscore, ..."""
        return self.current.buffer[row][column]

    def resize(self, columns, rows):
        for screen in (self.first, self.second):
            screen.resize(rows, columns)

    def feed(self, data):
        """Take bytes, cut anywhere; returns the sequences among them, for answering."""
        data, self.waiting = self.waiting + data, b""
        sequences = []
        while data:
            start = data.find(b"\x1b")
            if start != 0:
                text, data = (data, b"") if start < 0 else (data[:start], data[start:])
                self._text(self.decoder.decode(text))
                continue
            found = SEQUENCE.match(data)
            if not found:
                if len(data) > 1 and data[1:2] not in b"[PX^_]()*+":
                    data = data[1:]  # a lone escape, such as before another
                    continue
                self.waiting = data
                break
            sequences.append(found.group())
            self._sequence(found.group())
            data = data[found.end():]
        return sequences

    def _text(self, text):
        if text:
            self._pass_on(text)
            self.last = text[-1]

    def _pass_on(self, text):
        self.streams[self.current].feed(text)

    def _sequence(self, sequence):
        kind, final = sequence[1:2], sequence[-1:]
        if kind == b"P" and b"q" in sequence[:16] and final == b"\\":
            self.pictures += 1
            self.picture_bytes += len(sequence)
        elif kind in b"PX^_]":
            pass
        elif kind == b"[" and sequence[2:3] == b"?" and final in b"hl":
            self._modes(sequence[3:-1], final == b"h")
        elif kind == b"[" and final == b"b":
            self._pass_on(self.last * int(sequence[2:-1] or b"1"))
        elif kind == b"[" and final == b"S" and sequence[2:3] != b"?":
            self._scroll_up(int(sequence[2:-1] or b"1"))
        elif kind == b"[" and (sequence[2:3] in b"?><=" or final in b"tpqy"):
            pass  # a question, or what pyte would take for something else
        elif kind in b"=>":
            pass
        else:
            self._pass_on(sequence.decode("latin-1"))

    def _scroll_up(self, count):
        position = (self.current.cursor.x, self.current.cursor.y)
        self.current.cursor_position(1, 1)
        self.current.delete_lines(count)
        self.current.cursor.x, self.current.cursor.y = position

    def _modes(self, numbers, is_on):
        for number in (int(text) for text in numbers.split(b";") if text):
            (self.modes.add if is_on else self.modes.discard)(number)
            if number == 1049 and is_on != self.in_alternate_screen:
                if is_on:
                    self.first.save_cursor()
                    self.second.reset()
                self.current = self.second if is_on else self.first
                if not is_on:
                    self.first.restore_cursor()
            elif number == 25:
                self.cursor_visible = is_on
            elif number == 2026 and not is_on:
                self.frame_shown()
            elif number == 7:
                (self.current.set_mode if is_on else self.current.reset_mode)(7, private=True)
