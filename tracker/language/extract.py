"""Documents -> claims: the numbers of every sentence, each with what it counts, who says so, where and as of when.

A claim depends on its document alone: the same document gives the same claims by itself and in any batch.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from tracker.language.claimants.claimant import read_claimants
from tracker.language.context import DocumentContext, SentenceContext
from tracker.language.numbers.expressions import find_expressions
from tracker.language.places.place import read_places
from tracker.language.repeats import find_repeats
from tracker.language.segment import split
from tracker.language.subjects.plainages import plain_ages
from tracker.language.subjects.subject import read_subjects
from tracker.language.syntax import ParsePutOffError, parse, putting_off
from tracker.language.times.outlook import read_outlooks
from tracker.language.times.timing import read_times
from tracker.limits import LIMITS
from tracker.model import Claim, Expression, Kind, Part, Step, claim_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.language.claimants.claimant import Attribution
    from tracker.language.places.place import PlaceReading
    from tracker.language.subjects.subject import SubjectReading
    from tracker.language.times.outlook import OutlookReading
    from tracker.language.times.timing import TimeReading
    from tracker.model import Document, Sentence

EXTRACTOR_VERSION = 5
"""Raised whenever the same document can give other claims than before."""

_DOCUMENTS_AT_ONCE = 16
_CHARS_AT_ONCE = 100_000
"""A batch is closed at this many documents or characters, whichever comes first, so that none fills the memory."""
_PARSED_FOR_OTHERS = 3
"""How often the sentences that readings of others ask for are gathered, before what is left is parsed one by one."""
_PARSED_KINDS = frozenset({Kind.QUANTITY, Kind.AGE})
_NUMBER_FIELDS = tuple(
    field.name for field in fields(Expression) if field.name not in {"start", "end", "outer_start", "outer_end"}
)


def extract(document: Document) -> list[Claim]:
    """The claims of a document in the order of the text, the title's first; none if it is in another language.

    Raises:
        MissingModelError: no English model is installed.
    """
    contexts = _with_parses([_unparsed(document)])
    return _claims(contexts[0], _all_meanings(contexts)[0])


def extract_many(documents: Iterable[Document]) -> Iterator[tuple[Document, list[Claim]]]:
    """Each document with its claims, in order; the same as one by one, but parsed together.

    Raises:
        MissingModelError: no English model is installed.
    """
    for batch in _batches(documents):
        contexts = _with_parses([_unparsed(document) for document in batch])
        for context, meanings in zip(contexts, _all_meanings(contexts), strict=True):
            yield context.document, _claims(context, meanings)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    chars = 0
    for document in documents:
        batch.append(document)
        chars += len(document.text)
        if len(batch) == _DOCUMENTS_AT_ONCE or chars >= _CHARS_AT_ONCE:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _unparsed(document: Document) -> DocumentContext:
    if not document.is_read:
        return DocumentContext(document, ())
    sentences = [
        *(split(document.title, Part.TITLE) if document.title else ()),
        *split(document.text, Part.TEXT),
    ]
    return DocumentContext(document, tuple(_sentence_context(document, sentence) for sentence in sentences))


def _sentence_context(document: Document, sentence: Sentence) -> SentenceContext:
    text = document.part(sentence.part)[sentence.start : sentence.end]
    return SentenceContext(sentence, text, tuple(find_expressions(text)), None)


def _with_parses(contexts: Sequence[DocumentContext]) -> list[DocumentContext]:
    """The contexts with the parse of every sentence that holds a quantity, or an age that its words don't settle."""
    texts = [sentence.text for context in contexts for sentence in context.sentences if _needs_parse(sentence)]
    parses = dict(zip(texts, parse(texts), strict=True))
    return [
        DocumentContext(
            context.document,
            tuple(
                SentenceContext(sentence.sentence, sentence.text, sentence.expressions, parses[sentence.text])
                if _needs_parse(sentence)
                else sentence
                for sentence in context.sentences
            ),
        )
        for context in contexts
    ]


def parser_share(document: Document) -> dict[str, int]:
    """Of a document's `sentences` how many have a quantity or an age (`meaning`), and how many are `parsed` for it."""
    sentences = _unparsed(document).sentences
    meant = [one for one in sentences if any(expression.kind in _PARSED_KINDS for expression in one.expressions)]
    return {"sentences": len(sentences), "meaning": len(meant), "parsed": sum(_needs_parse(one) for one in meant)}


def _needs_parse(sentence: SentenceContext) -> bool:
    has_meaning = any(expression.kind in _PARSED_KINDS for expression in sentence.expressions)
    return has_meaning and plain_ages(sentence.text, sentence.expressions) is None


def _all_meanings(contexts: Sequence[DocumentContext]) -> list[dict[int, list[_Meaning]]]:
    """Of each document what is read of every sentence with expressions.

    Some readings ask for sentences around their own, which are parsed for them alone: together, a few times over.
    """
    found: list[dict[int, list[_Meaning]]] = [{} for _ in contexts]
    waiting = [
        (place, index)
        for place, context in enumerate(contexts)
        for index, sentence in enumerate(context.sentences)
        if sentence.expressions
    ]
    for _ in range(_PARSED_FOR_OTHERS):
        texts: list[str] = []
        again: list[tuple[int, int]] = []
        for place, index in waiting:
            try:
                with putting_off():
                    found[place][index] = _meanings(contexts[place], index)
            except ParsePutOffError as put_off:
                texts.append(put_off.text)
                again.append((place, index))
        parse(texts)
        waiting = again
    for place, index in waiting:
        found[place][index] = _meanings(contexts[place], index)
    return found


def _claims(context: DocumentContext, meanings: Mapping[int, list[_Meaning]]) -> list[Claim]:
    repeats = find_repeats(context)
    claims: list[Claim] = []
    for index in sorted(meanings):
        claims.extend(_claims_of_sentence(context, index, meanings[index], repeats))
    return claims


def _claims_of_sentence(
    context: DocumentContext,
    index: int,
    readings: Sequence[_Meaning],
    repeats: Mapping[tuple[int, int], tuple[int, int]],
) -> Iterator[Claim]:
    for place, expression in enumerate(context.sentences[index].expressions):
        meaning = readings[place] if expression.kind in _PARSED_KINDS else _Meaning()
        claim = _numbered(context, index, expression)
        claim = _with_meaning(context, index, claim, meaning)
        repeated = repeats.get((index, place))
        yield claim if repeated is None else replace(claim, repeat_of=_claim_id(context, *repeated))


@dataclass(frozen=True, slots=True)
class _Meaning:
    """All that was read of one number beyond the number."""

    subject: SubjectReading | None = None
    place: PlaceReading | None = None
    claimant: Attribution | None = None
    time: TimeReading | None = None
    outlook: OutlookReading | None = None


def _meanings(context: DocumentContext, index: int) -> list[_Meaning]:
    """What is read of each expression of a sentence; of ages only whose they are."""
    sentence = context.sentences[index]
    if sentence.parse is None:
        ages = plain_ages(sentence.text, sentence.expressions)
        return [_Meaning(age) for age in ages] if ages else [_Meaning()] * len(sentence.expressions)
    subjects = read_subjects(context, index)
    if all(expression.kind is not Kind.QUANTITY for expression in sentence.expressions):
        return [_Meaning(subject) for subject in subjects]
    rows = zip(
        subjects,
        read_places(context, index, subjects),
        read_claimants(context, index),
        read_times(context, index),
        read_outlooks(context, index, subjects),
        strict=True,
    )
    return [
        _Meaning(*row) if expression.kind is Kind.QUANTITY else _Meaning(row[0])
        for row, expression in zip(rows, sentence.expressions, strict=True)
    ]


def _numbered(context: DocumentContext, index: int, expression: Expression) -> Claim:
    """The claim with its place in the document and its number."""
    document, sentence = context.document, context.sentences[index].sentence
    number = {name: getattr(expression, name) for name in _NUMBER_FIELDS}
    return Claim(
        claim_id=_id(context, index, expression),
        doc_id=document.doc_id,
        source=document.source,
        published=document.published,
        part=sentence.part,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        start=sentence.start + expression.start,
        end=sentence.start + expression.end,
        surface=context.sentences[index].text[expression.start : expression.end],
        **number,
    )


def _with_meaning(context: DocumentContext, index: int, claim: Claim, meaning: _Meaning) -> Claim:
    subject, place, claimant, time = meaning.subject, meaning.place, meaning.claimant, meaning.time
    if subject is not None:
        part_of = None if subject.part_of is None else _claim_id(context, index, subject.part_of)
        normal = None if subject.subject is None else str(subject.subject)
        claim = replace(claim, counted=subject.counted, subject=normal, state=subject.state, part_of=part_of)
    return replace(
        claim,
        place=place.place if place else None,
        claimant=claimant.claimant if claimant else None,
        via=claimant.via if claimant else None,
        as_of_start=time.start if time else None,
        as_of_end=time.end if time else None,
        as_of_grain=time.grain if time else None,
        outlook=meaning.outlook.outlook if meaning.outlook else None,
        steps=(*claim.steps, *_steps(meaning), *_cuts(context.sentences[index], claim)),
    )


def _steps(meaning: _Meaning) -> Iterator[Step]:
    for reading in (meaning.subject, meaning.place, meaning.claimant, meaning.time, meaning.outlook):
        if reading is not None:
            yield from reading.steps


def _cuts(sentence: SentenceContext, claim: Claim) -> Iterator[Step]:
    """What the caps on a sentence kept from the reading of a claim."""
    if sentence.sentence.is_cut:
        yield Step("sentence", "", f"a piece: it is longer than {LIMITS.max_sentence_chars:,} characters")
    tokens = sentence.parse.tokens if sentence.parse else ()
    if tokens and claim.start - claim.sentence_start >= tokens[-1].end:
        yield Step(
            "sentence", "", f"its grammar is read as far as word {LIMITS.max_parsed_tokens}, and this comes later"
        )


def _id(context: DocumentContext, index: int, expression: Expression) -> str:
    sentence = context.sentences[index].sentence
    start, end = sentence.start + expression.start, sentence.start + expression.end
    return claim_id(context.document.doc_id, sentence.part, start, end)


def _claim_id(context: DocumentContext, index: int, place: int) -> str:
    return _id(context, index, context.sentences[index].expressions[place])
