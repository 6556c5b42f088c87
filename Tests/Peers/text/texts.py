"""Texts that tokenizers are compared on, and a corpus to train their vocabularies with."""

import random
import string
import unicodedata

STEMS = (
    "a photo of scratch dent discoloration missing screw plate metal surface small large red "
    "left right the and with on in person dog cat car bicycle traffic light stop sign don't it's "
    "we've you'll I'm he'd they're café naïve Straße Größe señor façade Ærø ŁÓDŹ İstanbul "
    "ΣΊΣΥΦΟΣ ὈΔΥΣΣΕΎΣ Привет ёлка Україна שָׁלוֹם العَرَبِيَّة हिन्दी किताब தமிழ் ภาษาไทย ລາວ "
    "မြန်မာ ខ្មែរ 한국어 조선말 日本語 カタカナ ｶﾀｶﾅ 中文 漢字 北京 繁體字 ქართული հայերեն አማርኛ ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ tiếng Việt "
    "ﬁne ﬀ ① ½ ² ³ １２３ ＡＢＣ ℃ \u212b ﷺ 𝐛𝐨𝐥𝐝 𝔤𝔬𝔱𝔥 𐐀𐐨 𞤀 0 7 42 640 1280x1280 3.14 1,000 100% #1 C++ "
    "e-mail user@host.de https://example.org/a_b?c=d&e=f"
).split()

SPACES = (
    " \t\n\r\v\f\x85\xa0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000")
INVISIBLE = (
    "\x00\x01\x08\x1b\x7f\x80\x9f\xad\u061c\u180e\u200b\u200c\u200d\u200e\u2060\ufeff\ufffd"
    "\ufffe")
MARKS = (
    "\u0300\u0301\u0307\u0308\u0323\u0327\u0345\u05b0\u064b\u093c\u0e31\u20e3\u3099\ufe0f\u1ab0"
    "\u0316\u0344\u0816\u0f71\u0f73\u0f75\u0f81\U0001d165")
EMOJI = [
    "😀", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🇯🇵🇺", "1️⃣", "❤️", "☠", "🧑🏿‍🚀", "🫨", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "⌚︎"]
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~«»¿¡…–—‘’“”·•§¶†‰€£¥©®™°±×÷≤≠∞√、。「」・！？"
SPECIAL = [
    "[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "<|startoftext|>", "<|endoftext|>", "<s>", "</s>",
    "<mask>", "<unk>", "<pad>", "<loc_7>", "<loc_77>", "</w>", "##", "▁", "<0x41>", "<image>"]


def scalars(rng, count):
    """Characters of anywhere: mostly assigned ones, a few that are not, no surrogates."""
    found = ""
    while len(found) < count:
        plane = rng.choice([0x300, 0x3000, 0x3000, 0x10000, 0x10000, 0x20000, 0x110000])
        character = chr(rng.randrange(plane))
        kind = unicodedata.category(character)
        if kind != "Cs" and (kind not in ("Cn", "Co") or rng.random() < 0.1):
            found += character
    return found


def neighbours(rng, count):
    """Characters of one block."""
    start = rng.choice([0, 0x80, 0x370, 0x400, 0x590, 0x600, 0x900, 0xe00, 0x1000, 0x1100, 0x1e00,
                        0x2000, 0x2460, 0x3040, 0x4e00, 0xa840, 0xac00, 0xf900, 0xfb00, 0xfe30,
                        0xff00, 0x10900, 0x11100, 0x11380, 0x1d400, 0x1f300, 0x1f900, 0x2f800])
    return "".join(chr(start + rng.randrange(0x80)) for _ in range(count))


def combined(rng):
    base = rng.choice("aeioucnszAEIOUΑΩαωяйеkשعकか한ᄀ①ﬁ")
    return base + "".join(rng.choice(MARKS) for _ in range(rng.randint(1, 4)))


def long_word(rng):
    letters = rng.choice(["a", "abcdefgh", "аби", "日本", "é", "0123", "Aé日"])
    return "".join(rng.choice(letters) for _ in range(rng.choice([60, 99, 100, 101, 150, 300])))


def piece(rng):
    kind = rng.random()
    if kind < 0.42:
        word = rng.choice(STEMS)
        form = rng.choice([str, str, str.upper, str.title, str.lower])
        return form(word)
    if kind < 0.52:
        return "".join(rng.choice(string.ascii_letters) for _ in range(rng.randint(1, 9)))
    if kind < 0.57:
        return rng.choice(SIGNS) * rng.choice([1, 1, 1, 3])
    if kind < 0.63:
        return scalars(rng, rng.randint(1, 6))
    if kind < 0.70:
        return neighbours(rng, rng.randint(1, 6))
    if kind < 0.75:
        return rng.choice(EMOJI)
    if kind < 0.80:
        return combined(rng)
    if kind < 0.83:
        return unicodedata.normalize(rng.choice(["NFD", "NFKD", "NFC"]), rng.choice(STEMS))
    if kind < 0.86:
        return rng.choice(INVISIBLE)
    if kind < 0.93:
        return rng.choice(SPECIAL)
    if kind < 0.935:
        return long_word(rng)
    return str(rng.randrange(10 ** rng.randint(1, 9)))


def between(rng):
    kind = rng.random()
    if kind < 0.55:
        return " "
    if kind < 0.70:
        return ""
    if kind < 0.80:
        return " " * rng.randint(2, 4)
    return "".join(rng.choice(SPACES) for _ in range(rng.randint(1, 3)))


def text(rng):
    pieces = [rng.choice(["", "", "", " ", "\n "])]
    for _ in range(rng.choice([0, 1, 1, 2, 3, 4, 5, 6, 8, 12])):
        pieces += [piece(rng), between(rng)]
    return "".join(pieces)


def prompt(rng):
    """What people write to a detector."""
    words = [rng.choice(STEMS) for _ in range(rng.randint(1, 6))]
    return rng.choice([" ", " . ", ", "]).join(words) + rng.choice(["", ".", " ."])


def texts(count, seed):
    """`count` texts: the simplest first, then any."""
    rng = random.Random(seed)
    fixed = ["", " ", "a", "\n", "  a  b  ", *SPECIAL, *SPACES, *INVISIBLE, *EMOJI, *STEMS]
    made = [text(rng) if rng.random() < 0.8 else prompt(rng) for _ in range(count - len(fixed))]
    return fixed + made


def corpus(seed, lines=4000):
    """Lines to train a vocabulary with: words that come back, and enough of rare ones."""
    rng = random.Random(seed)
    endings = ["", "", "s", "ed", "ing", "er", "ness", "ung", "ский"]
    made = []
    for _ in range(lines):
        words = [rng.choice(STEMS) + rng.choice(endings) for _ in range(rng.randint(3, 12))]
        made.append(" ".join(word.lower() if rng.random() < 0.6 else word for word in words))
    return made
