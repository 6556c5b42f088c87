"""What single characters are to Hugging Face's tokenizers, and what they become."""

import random
import unicodedata

from tokenizers import Regex, normalizers, pre_tokenizers

# Beyond are ideographs, tags and private characters, of which the texts hold some.
LIMIT = 0x20000

CLEANED = normalizers.BertNormalizer(
    clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
UNMARKED = normalizers.BertNormalizer(
    clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
BERT = pre_tokenizers.BertPreTokenizer()
LETTERS = pre_tokenizers.Split(Regex(r"\p{L}"), "removed")
NUMBERS = pre_tokenizers.Split(Regex(r"\p{N}"), "removed")
SPACES = pre_tokenizers.Split(Regex(r"\s"), "removed")
FORMS = {
    "lower": normalizers.Lowercase(), "nfd": normalizers.NFD(), "nfc": normalizers.NFC()}


def scalars():
    return (code for code in range(LIMIT) if not 0xd800 <= code < 0xe000)


def kinds(character):
    """Removed, space, punctuation, mark, letter and number, from the lowest bit on."""
    cleaned = CLEANED.normalize_str(character)
    words = len(BERT.pre_tokenize_str(f"a{character}b"))
    found = [
        cleaned == "", SPACES.pre_tokenize_str(character) == [], words == 3,
        UNMARKED.normalize_str(character) == "", LETTERS.pre_tokenize_str(character) == [],
        NUMBERS.pre_tokenize_str(character) == []]
    return sum(1 << bit for bit, holds in enumerate(found) if holds)


def sequences(count, seed):
    """Marks on one another and on letters, which come apart and together in many ways."""
    rng = random.Random(seed)
    known = [chr(code) for code in range(0x110000) if not 0xd800 <= code < 0xe000]
    marks = [each for each in known if unicodedata.combining(each)]
    made = [each for each in known if unicodedata.decomposition(each)[:1] not in ("", "<")]
    parts = sorted(set("".join(unicodedata.normalize("NFD", each) for each in made)))
    for _ in range(count):
        pools = rng.choices([marks, marks, made, parts], k=rng.randint(2, 7))
        yield "".join(rng.choice(pool) for pool in pools)


def numbers(string):
    return ".".join(f"{ord(each):x}" for each in string)


def write(folder, seed):
    """`kinds.bin`, a byte a character, `NAME.txt`, a line for each that becomes another, and
    `sequences.txt` with their NFD and NFC."""
    folder.mkdir(exist_ok=True)
    (folder / "kinds.bin").write_bytes(bytes(kinds(chr(code)) for code in scalars()))
    for name, form in FORMS.items():
        with (folder / f"{name}.txt").open("w") as file:
            for code in scalars():
                if (made := form.normalize_str(chr(code))) != chr(code):
                    print(f"{code:x}", *(f"{ord(each):x}" for each in made), file=file)
    with (folder / "sequences.txt").open("w") as file:
        for made in sequences(5000, seed):
            forms = [FORMS[name].normalize_str(made) for name in ("nfd", "nfc")]
            print(numbers(made), *map(numbers, forms), file=file)
