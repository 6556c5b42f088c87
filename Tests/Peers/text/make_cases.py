"""Writes tokenizer files, texts and what Hugging Face's tokenizers make of them.

    python make_cases.py OUTDIR [--texts 10000] [--seed 20261121]

For TokenizerPeerTests, ScalarPeerTests and PromptPeerTests. It needs tokenizers, sentencepiece,
protobuf, transformers, torch and torchvision. Nothing is downloaded: the vocabularies are trained
here, on a corpus that is made up, and weights are random. OUTDIR then holds

    texts.bin               each text as its length in bytes and its UTF-8
    names.txt               one line a tokenizer
    NAME/tokenizer.json     the tokenizer; for three a vocabulary alone, see plain.py
    NAME/expected.bin       for each text the count, the tokens, their types, their mask; for
                            most only of the first quarter of the texts
    NAME/spelt.bin          what the tokens are turned back into, as the texts
    NAME/random.bin         rows of tokens at random, each after its count
    NAME/cleaned.bin        what transformers makes of those, as tokenizer_config.json asks
    characters/kinds.bin    a byte for each character below 0x20000, see characters.py
    characters/FORM.txt     what becomes of those that change: their number, and the others'
    characters/sequences.txt  several as they are, in NFD and in NFC
    prompts.json            what transformers makes of labels and of models' answers, see prompts.py

Lengths, counts and tokens are 32-bit numbers, types and masks bytes; little endian.
"""

import argparse
import json
import random
import struct
from pathlib import Path

import characters
import kinds
import plain
import prompts
import texts
import transformers

# One of each kind sees all texts, the others a quarter of them.
FULL = {"bert", "clip", "roberta", "siglip"}

# Those of models that write text themselves, or name what they found by tokens.
SPELLERS = {"bert", "roberta", "florence2", "xlm-roberta"}


def write_texts(path, strings):
    with path.open("wb") as file:
        for string in strings:
            content = string.encode()
            file.write(struct.pack("<I", len(content)) + content)


def write_expected(path, encodings):
    with path.open("wb") as file:
        for encoding in encodings:
            ids = encoding.ids
            file.write(struct.pack(f"<{len(ids) + 1}I", len(ids), *ids))
            file.write(bytes(encoding.type_ids) + bytes(encoding.attention_mask))


def write_case(folder, tokenizer, strings):
    folder.mkdir(exist_ok=True)
    if folder.name not in FULL:
        strings = strings[:len(strings) // 4]
    encodings = [tokenizer.encode(string) for string in strings]
    write_expected(folder / "expected.bin", encodings)
    if folder.name in SPELLERS:
        spelt = tokenizer.decode_batch([encoding.ids for encoding in encodings])
        write_texts(folder / "spelt.bin", spelt)
        write_random(folder, tokenizer)


def write_random(folder, tokenizer):
    """Any tokens in any order, special and missing ones with them, many of them points."""
    chosen = random.Random(20261122)
    count = tokenizer.get_vocab_size()
    points = [
        number for token, number in tokenizer.get_vocab().items()
        if token.strip("\u2581\u0120") in {*".,!?'", "n't", "'s", "'m", "s", "m", "t", "n", "re"}]
    lists = [
        [chosen.choice(points) if chosen.random() < 0.4 else chosen.randrange(count + 3)
         for _ in range(chosen.randrange(20))]
        for _ in range(3000)]
    settings = {"clean_up_tokenization_spaces": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **settings)
    write_texts(folder / "cleaned.bin", fast.batch_decode(lists, skip_special_tokens=True))
    with (folder / "random.bin").open("wb") as file:
        for ids in lists:
            file.write(struct.pack(f"<{len(ids) + 1}I", len(ids), *ids))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    strings = texts.texts(options.texts, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    characters.write(options.out / "characters", options.seed)
    write_texts(options.out / "texts.bin", strings)
    corpus = texts.corpus(options.seed)
    made = kinds.tokenizers(corpus)
    for name, tokenizer in made.items():
        write_case(options.out / name, tokenizer, strings)
        tokenizer.save(str(options.out / name / "tokenizer.json"))
    for write, source in [
            (plain.bert, made["bert"]), (plain.clip, made["clip"]), (plain.siglip, corpus)]:
        folder = options.out / f"{write.__name__}-vocabulary"
        folder.mkdir(exist_ok=True)
        write_case(folder, write(folder, source), strings)
    prompts.write(options.out / "prompts.json", made, options.seed)
    names = sorted(path.parent.name for path in options.out.glob("*/expected.bin"))
    (options.out / "names.txt").write_text("".join(f"{name}\n" for name in names))


if __name__ == "__main__":
    main()
