"""Tokenizers as the models' own files declare them, with small vocabularies.

Sources of the declarations: transformers 5.23 (tokenization_clip.py, tokenization_siglip.py,
convert_slow_tokenizer.py), and the tokenizer.json of bert-base-uncased, clip-vit-base-patch32,
roberta-base, xlm-roberta-base and siglip-base-patch16-224.
"""

import io
import json
import re
import string

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import (
    AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors,
    trainers)

CLIP_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
CLIP_WORDS_5 = r"<\|startoftext\|>|<\|endoftext\|>|" + CLIP_WORDS
ALPHABET = sorted(pre_tokenizers.ByteLevel.alphabet())


def special(*names, **options):
    return [AddedToken(name, special=True, normalized=False, **options) for name in names]


def template(tokenizer, single, *names):
    tokenizer.post_processor = processors.TemplateProcessing(
        single=single, special_tokens=[(name, tokenizer.token_to_id(name)) for name in names])


def bert(corpus, lowercase):
    """Grounding DINO's (`lowercase`), and a cased one that is filled up and cut."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    names = special("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    tokenizer.train_from_iterator(
        corpus, trainers.WordPieceTrainer(
            vocab_size=3000, special_tokens=names, show_progress=False))
    if lowercase:
        template(tokenizer, "[CLS]:0 $A:0 [SEP]:0", "[CLS]", "[SEP]")
        return tokenizer
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.enable_truncation(20, direction="left")
    tokenizer.enable_padding(length=24, pad_id=0, pad_token="[PAD]", direction="left")
    tokenizer.add_tokens(
        [AddedToken("dent", single_word=True), AddedToken("CAFÉ", rstrip=True, normalized=True)])
    return tokenizer


def trained_merges(tokenizer, corpus, **options):
    trainer = trainers.BpeTrainer(
        vocab_size=3000, initial_alphabet=ALPHABET, show_progress=False, **options)
    tokenizer.train_from_iterator(corpus, trainer)
    return [tuple(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]


def clip(corpus, words, length, pad):
    """CLIP's as OpenAI's file has it, and OWLv2's as transformers 5 makes it."""
    start, end = "<|startoftext|>", "<|endoftext|>"
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(words), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    merges = trained_merges(tokenizer, corpus, end_of_word_suffix="</w>")
    letters = ALPHABET + [letter + "</w>" for letter in ALPHABET]
    names = dict.fromkeys(letters + ["".join(pair) for pair in merges] + [start, end])
    tokenizer.model = models.BPE(
        vocab={name: number for number, name in enumerate(names)}, merges=merges, unk_token=end,
        continuing_subword_prefix="", end_of_word_suffix="</w>", fuse_unk=False)
    tokenizer.add_special_tokens([
        AddedToken(start, normalized=True, special=True),
        AddedToken(end, normalized=False, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(
        (end, tokenizer.token_to_id(end)), (start, tokenizer.token_to_id(start)),
        trim_offsets=False, add_prefix_space=False)
    tokenizer.enable_truncation(length)
    tokenizer.enable_padding(length=length, pad_id=tokenizer.token_to_id(pad), pad_token=pad)
    return tokenizer


def roberta(corpus, places):
    """TrOCR's, and with `places` Florence-2's, which is BART's with tokens for coordinates."""
    tokenizer = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix=""))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=not places)
    tokenizer.decoder = decoders.ByteLevel()
    merges = trained_merges(tokenizer, corpus)
    tokens = ALPHABET + ["".join(pair) for pair in merges]
    names = dict.fromkeys(["<s>", "<pad>", "</s>", "<unk>", *tokens, "<mask>"])
    tokenizer.model = models.BPE(
        vocab={name: number for number, name in enumerate(names)}, merges=merges,
        continuing_subword_prefix="", end_of_word_suffix="")
    tokenizer.add_special_tokens(special("<s>", "<pad>", "</s>", "<unk>"))
    tokenizer.add_special_tokens(special("<mask>", lstrip=True))
    if places:
        bins = [AddedToken(f"<loc_{place}>", normalized=False) for place in range(100)]
        tokenizer.add_tokens(bins)
        tokenizer.add_tokens(["<od>", "</od>", "İstanbul"])
        template(tokenizer, "<s> $A </s>", "<s>", "</s>")
    else:
        tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    return tokenizer


def pieces(corpus, **options):
    """What SentencePiece trains on the corpus, with its own rules for characters (nmt_nfkc)."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus), model_writer=model, vocab_size=2000, model_type="unigram",
        character_coverage=0.999, hard_vocab_limit=False, num_threads=1,
        minloglevel=2, **options)
    return sentencepiece_model_pb2.ModelProto.FromString(model.getvalue())


def siglip_pieces(corpus):
    return pieces(corpus, pad_id=-1, bos_id=-1, eos_id=1, unk_id=2)


def siglip(corpus):
    """SigLIP's: lower case, no punctuation, then SentencePiece."""
    proto = siglip_pieces(corpus)
    tokenizer = Tokenizer(models.Unigram(
        [(piece.piece, piece.score) for piece in proto.pieces], unk_id=2, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Lowercase(),
        normalizers.Replace(Regex(f"[{re.escape(string.punctuation)}]"), ""),
        normalizers.Replace(Regex(r"\s+"), " "),
        normalizers.Strip(),
        normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap),
        normalizers.Strip(left=False, right=True),
        normalizers.Replace(Regex(" {2,}"), "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens(special("</s>", "<unk>", lstrip=True, rstrip=True))
    template(tokenizer, "$A </s>", "</s>")
    tokenizer.enable_truncation(64)
    tokenizer.enable_padding(length=64, pad_id=1, pad_token="</s>")
    return tokenizer


def xlm(corpus):
    """The small TrOCR's, which is XLM-RoBERTa's: SentencePiece with four tokens of its own."""
    proto = pieces(corpus)
    vocabulary = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    vocabulary += [(piece.piece, piece.score) for piece in proto.pieces[3:]] + [("<mask>", 0.0)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(),
        pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")])
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens(special("<s>", "<pad>", "</s>", "<unk>"))
    tokenizer.add_special_tokens(special("<mask>", lstrip=True))
    template(tokenizer, "<s> $A </s>", "<s>", "</s>")
    return tokenizer


def gemma(corpus):
    """SigLIP 2's: byte pairs over SentencePiece's signs, unknown characters as bytes."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Lowercase(), normalizers.Replace(" ", "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", behavior="merged_with_next")
    letters = sorted({letter for line in corpus for letter in line.lower() if letter < "\u0530"})
    trainer = trainers.BpeTrainer(
        vocab_size=2500, initial_alphabet=letters + ["▁"], limit_alphabet=len(letters) + 1,
        show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    fixed = ["<pad>", "<eos>", "<bos>", "<unk>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    names = dict.fromkeys(fixed + list(model["vocab"]))
    tokenizer.model = models.BPE(
        vocab={name: number for number, name in enumerate(names)},
        merges=[tuple(pair) for pair in model["merges"]], unk_token="<unk>", fuse_unk=True,
        byte_fallback=True)
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens(special("<pad>", "<eos>", "<bos>", "<unk>"))
    template(tokenizer, "$A <eos>", "<eos>")
    tokenizer.enable_truncation(64)
    tokenizer.enable_padding(length=64, pad_id=0, pad_token="<pad>")
    return tokenizer


def tokenizers(corpus):
    return {
        "bert": bert(corpus, lowercase=True),
        "bert-cased": bert(corpus, lowercase=False),
        "clip": clip(corpus, CLIP_WORDS, 77, "<|endoftext|>"),
        "owlv2": clip(corpus, CLIP_WORDS_5, 16, "!"),
        "roberta": roberta(corpus, places=False),
        "florence2": roberta(corpus, places=True),
        "siglip": siglip(corpus),
        "xlm-roberta": xlm(corpus),
        "gemma": gemma(corpus),
    }
