"""What measures without a noun of their own are said of, by the words beside them.

News of markets, prices and gauges packs a move and a level into one clause ("the index climbed 109 points, or 0.6
percent, to 17,265"), puts the change before its noun ("a 3 percent rise in sales"), and leaves commas out, so that the
parser often loses the tie. The words right before and right after the number are surer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.subjects import terse
from tracker.language.subjects.arguments import subject_of
from tracker.language.subjects.nounphrase import around, following, is_noun, is_people_word, is_temporal
from tracker.language.subjects.numbered import LEVEL, SAME, Counted, Numbers, copied, first_after
from tracker.language.subjects.phrases import counted_phrase
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Token

_BARGAIN = "what the money is for"
_REACH = 3
_LONGEST_LINK = 40
# ", or", " to", " to close at", " higher, at", ", up", " or".
_LEVEL = re.compile(
    r"(?:points?|pts)?(?:\s(?:higher|lower|up|down|firmer|weaker|off))?,?\s*"
    r"(?:or|to|at|(?:to|and) "
    r"(?:close|closed|end|ended|finish|finished|settle|settled|stand|trade)(?: up| down)?(?: at)?)"
    r"(?:\s(?:about|around|a|an|just|only))?\s*",
    re.IGNORECASE,
)
_UP_FROM = re.compile(
    r"(?:^|[\s,;(–—-])(?:up|down)(?: by)?(?: about| nearly| almost| around| more than| some)?\s*$", re.IGNORECASE
)
_MOVED_SIDEWAYS = frozenset(
    {
        "up",
        "down",
        "out",
        "higher",
        "lower",
        "off",
        "by",
        "another",
        "a",
        "an",
        "further",
        "the",
        "upper",
        "low",
        "high",
        "mid",
    }
)
_LEVELS = frozenset({"to", "into", "over", "above", "at", "near", "below", "under", "past", "beyond", "around", "for"})
_GAUGED = frozenset({"temperature", "speed"})
_PERFORMED = frozenset({"power", "energy", "speed", "temperature"})
_NO_LEVELS = frozenset({"length", "time", "area", "mass", "volume"})


def of_change(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "a 14% rise in orders", "a 65 percent decline", ", up 9%": what changed."""
    expression = sentence.expressions[place]
    if expression.kind is not Kind.QUANTITY:
        return None
    tokens = sentence.parse.tokens
    noun = _change_behind(sentence, place)
    if noun is None:
        lead = _UP_FROM.search(sentence.text, max(0, expression.start - 20), expression.start)
        apart = lead is not None and "," in sentence.text[max(0, lead.start() - 1) : lead.start() + 1]
        return _of_number_before(sentence, place, earlier) if apart and expression.unit != "count" else None
    if noun + 2 < len(tokens) and tokens[noun + 1].text.lower() in {"in", "of"}:
        phrase = following(sentence.parse, noun + 2, sentence.taken, many=False)
        if phrase is not None and not is_temporal(tokens[phrase.head]):
            return counted_phrase(sentence, phrase, f"what “{tokens[noun].text}” is of")
    return _of_number_before(sentence, place, earlier) or _of_verb_with(sentence, noun)


def _change_behind(sentence: Numbers, place: int) -> int | None:
    """The noun of change right behind a share or a measure ("3.8% annual increase")."""
    tokens, expression = sentence.parse.tokens, sentence.expressions[place]
    if expression.unit == "count" or expression.dimension == "time":
        return None
    start = first_after(sentence, expression.end)
    for token in tokens[start : start + _REACH]:
        if token.lemma.lower() in words("measuring", "change_nouns") and token.tag in {"NN", "VB", "VBP"}:
            after = tokens[token.index + 1] if token.index + 1 < len(tokens) else None
            return None if after is not None and after.tag in {"NN", "NNS", "HYPH"} and is_noun(after) else token.index
        if token.tag not in {"JJ", "HYPH", "NN", "IN", "RB", "JJR"} or (token.tag == "IN" and token.text != "on"):
            return None
    return None


def _of_number_before(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """What the quantity right before counts, in the same clause."""
    before = _quantity_before(sentence, place)
    if before is None or earlier[before] is None or sentence.wholes[before] is not None:
        return None
    return copied(earlier, before, "what moved")


def _quantity_before(sentence: Numbers, place: int) -> int | None:
    for before in range(place - 1, -1, -1):
        if sentence.expressions[before].kind is Kind.QUANTITY:
            return before if sentence.expressions[before].dimension != "time" else None
    return None


def _of_verb_with(sentence: Numbers, noun: int) -> Counted | None:
    """ "Sales showed a 4 percent rise": the subject of the verb that has the change as its object."""
    token = sentence.parse.tokens[noun]
    verb = sentence.parse.tokens[token.head]
    if token.dep not in {"dobj", "attr", "pobj"} or verb.lemma.lower() not in words("measuring", "showing_verbs"):
        return None
    return _subject(sentence, verb)


def beside_the_move(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "... rose 23 points, or 0.8 percent, to close at 2,931": a move, its share and its level are of one thing."""
    expression = sentence.expressions[place]
    if not place or earlier[place - 1] is None or expression.kind is not Kind.QUANTITY:
        return None
    before = sentence.expressions[place - 1]
    if before.kind is not Kind.QUANTITY or before.dimension == "time":
        return None
    if before.unit == "count":
        risen = sentence.text[: before.outer_start].endswith(" by ") and not _has_noun(sentence, place)
        to = sentence.text[before.end : expression.outer_start].strip() == "to"
        return copied(earlier, place - 1, LEVEL) if risen and to and expression.unit == "count" else None
    linked = expression.outer_start - before.end < _LONGEST_LINK and _LEVEL.fullmatch(
        sentence.text, before.outer_end, expression.outer_start
    )
    if not linked or (expression.unit == "count" and _has_noun(sentence, place)):
        return None
    if linked.group().strip(" ,").lower() == "or" and sentence.text.startswith(" of ", expression.outer_end):
        return None  # "fines of up to $5 million or 2% of turnover"
    found = earlier[place - 1]
    if found is None or (found.start is not None and before.end <= found.start < expression.start):
        return None
    link = linked.group().strip(" ,").lower().split()
    rule = SAME if link[0] in {"or", "at"} else LEVEL if link[-1] == "to" else "what moved"
    return copied(earlier, place - 1, rule)


def _has_noun(sentence: Numbers, place: int) -> bool:
    return (
        following(sentence.parse, first_after(sentence, sentence.expressions[place].end), sentence.taken, many=True)
        is not None
    )


def of_mover(sentence: Numbers, place: int) -> Counted | None:
    """ "climbed 109 points", "closed 14.5p down", "gust to 60 mph": the subject of the verb right before a measure."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    if expression.unit == "count" or expression.dimension in _NO_LEVELS:
        return None
    index, level = first_after(sentence, expression.outer_start) - 1, None
    apart = f"{tokens[index - 1].lemma} {tokens[index].text}".lower() if index > 0 else ""
    index -= apart in words("measuring", "moving_phrases")
    for _ in range(_REACH):
        if index > 0 and tokens[index].text.lower() in _MOVED_SIDEWAYS | _LEVELS:
            level = level or (tokens[index].text.lower() if tokens[index].text.lower() in _LEVELS else None)
            index -= 1
    if index < 1 or not (tokens[index].tag[0] == "V" or tokens[index].pos == "AUX"):
        return None
    verb, lemma = tokens[index], tokens[index].lemma.lower()
    moves = lemma in words("measuring", "moving_verbs") | words("measuring", "closing_verbs")
    moves = moves or apart in words("measuring", "moving_phrases")
    moves = moves or (expression.dimension in _PERFORMED and lemma in words("measuring", "performing_verbs"))
    hedge = sentence.text[expression.outer_start : expression.start].split()
    gauged = level or (hedge[0].lower() if hedge and hedge[0].lower() in _LEVELS else None)
    if lemma in {"oppose", "compare"}:  # "as opposed to 26 percent"
        return None
    if lemma in words("measuring", "giving_verbs") and gauged is None and "by" not in hedge:
        return None
    spends = expression.dimension != "percent" and lemma in words("measuring", "spending_verbs")
    if not moves and (gauged is None or spends):
        return None
    if gauged == "for" and lemma not in words("measuring", "price_verbs"):
        return None
    return _subject(sentence, verb)


def of_duration(sentence: Numbers, place: int) -> Counted | None:
    """ "The warranty runs for a minimum of two years": the subject of a verb of lasting."""
    verb = terse.of_lasting(sentence, place)
    return None if verb is None else _subject(sentence, sentence.parse.tokens[verb])


def of_noun_moved(sentence: Numbers, place: int) -> Counted | None:
    """ "with exports up 12%", "turnover down by 3 percent": the noun right before "up" or "down"."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    lead = _UP_FROM.search(sentence.text, max(0, expression.start - 20), expression.start)
    if lead is None or expression.unit == "count" or expression.dimension == "time":
        return None
    index = first_after(sentence, lead.start() + 1) - 1
    if index < 1 or tokens[index].tag not in {"NN", "NNS"} or not is_noun(tokens[index]) or index in sentence.taken:
        return None
    if is_people_word(tokens[index]) or tokens[index].text.lower() in words("heads", "others"):
        return None
    return counted_phrase(sentence, around(sentence.parse, index, sentence.taken), "what is up or down")


def _subject(sentence: Numbers, verb: Token) -> Counted | None:
    noun = subject_of(sentence.parse, verb.index, sentence.taken)
    if noun is None or noun in sentence.taken or is_people_word(sentence.parse.tokens[noun]):
        return None
    phrase = around(sentence.parse, noun, sentence.taken)
    return replace(counted_phrase(sentence, phrase, f"what “{verb.text}” is said of"), top=noun, by_verb=True)


def of_state(sentence: Numbers, place: int) -> Counted | None:
    """ "is 25% contained", "was 91 percent effective": what is so to that share."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    if expression.unit != "percent":
        return None
    after, before = first_after(sentence, expression.end), first_after(sentence, expression.outer_start) - 1
    while before > 0 and tokens[before].tag == "RB":
        before -= 1
    if after >= len(tokens) or before < 1 or tokens[after].tag not in {"JJ", "VBN", "VBD"}:
        return None
    if tokens[before].lemma.lower() not in {"be", "remain", "become", "get"}:
        return None
    return _subject(sentence, tokens[before])


def of_owner(sentence: Numbers, place: int, *, gauges: bool = False) -> Counted | None:
    """ "a used van with 60,000 miles on the clock", "wind chills around 10 degrees": the noun right before.

    `gauges` asks for degrees and speeds with a hedge alone, which the parser ties to anything.
    """
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    index = first_after(sentence, expression.outer_start) - 1
    if expression.unit == "count" or expression.dimension in {"time", "percent"} or index < 1:
        return None
    hedged = expression.outer_start < expression.start
    if gauges and not (hedged and expression.dimension in _GAUGED):
        return None
    index -= tokens[index].text.lower() == "between"
    word = tokens[index].text.lower()
    if word in words("measuring", "owning_words"):
        index -= 2 if tokens[index - 1].text == "(" else 1
    elif not hedged:
        return None
    if index < 0 or not is_noun(tokens[index]) or is_people_word(tokens[index]) or tokens[index].pos == "VERB":
        return None
    if index - 1 in sentence.taken and tokens[index].text.endswith("ing"):
        return None  # "winds of 20 mph gusting over 35"
    return counted_phrase(sentence, around(sentence.parse, index, sentence.taken), "the noun before the measure")


def of_bargain(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "costs $79 for a single license, $99 for a family pack": what the money is for; no person."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    after, before = first_after(sentence, expression.outer_end), first_after(sentence, expression.outer_start) - 1
    if expression.dimension != "currency" or before < 0 or after + 1 >= len(tokens) or tokens[after].text != "for":
        return None
    listed = place > 0 and (found := earlier[place - 1]) is not None and found.rule == _BARGAIN
    if not listed and tokens[before].lemma.lower() not in words("measuring", "bargain_verbs"):
        return None
    phrase = following(sentence.parse, after + 1, sentence.taken, many=False)
    if phrase is None or is_people_word(tokens[phrase.head]) or is_temporal(tokens[phrase.head]):
        return None
    return counted_phrase(sentence, phrase, _BARGAIN)


def of_contest(sentence: Numbers, place: int) -> Counted | None:
    """ "won the race in 29 minutes", "a defeat of the champion in 87 minutes", "won it by 44 seconds": the contest."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    anchor, before = sentence.anchors[place], first_after(sentence, expression.outer_start) - 1
    if expression.dimension != "time" or anchor is None or before < 0 or tokens[before].text not in {"in", "by"}:
        return None
    above = tokens[tokens[before].head]
    if above.lemma.lower() in words("measuring", "contest_verbs") and above.tag[0] == "V":
        objects = [child for child in sentence.parse.children[above.index] if tokens[child].dep == "dobj"]
        subject = subject_of(sentence.parse, above.index, sentence.taken)
        named = subject is None or tokens[subject].tag not in {"NN", "NNS"}
        if not objects and named:
            return None
        above = tokens[objects[0] if objects else subject or 0]
    elif above.lemma.lower() not in words("measuring", "contests"):
        return None
    if above.index in sentence.taken or not is_noun(above):
        return None
    return counted_phrase(sentence, around(sentence.parse, above.index, sentence.taken), "the contest")
