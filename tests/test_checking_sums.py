"""Sums that a sentence states and that don't come out, from words to findings."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from tracker.checking import check
from tracker.language import extract_many
from tracker.linking import link
from tracker.model import ALARMS, Document, Grain
from tracker.schema import DOCUMENTS, JUDGEMENTS, claims_frame

DAY = datetime(2026, 3, 2, tzinfo=UTC)
WRONG = {
    "part": [
        "The landslide buried 12 miners, of whom 31 were rescued by nightfall.",
        "Rescuers pulled out 90 people, including 110 children.",
        "Of the 25 passengers, 30 were injured.",
        "The ministry counted 600 wounded, among them 700 civilians.",
    ],
    "total": [
        "The raids killed 40 people: 12 soldiers, 9 police officers and 14 civilians.",
        "Thirty people died in the storm, 10 in Leyte, 8 in Samar and 7 in Cebu.",
        "A total of 100 people were hurt, 45 in the first blast and 35 in the second.",
        "The blaze left 17 people dead, five men, six women and three children.",
        "In all, 250 prisoners were freed, 120 by the army and 110 by the rebels.",
    ],
    "multiple": [
        "Norway has sent 200 soldiers. It will send 600 more soldiers, doubling the force.",
        "The camp holds 3,000 refugees. Officials expect 9,000 more refugees to arrive, doubling its population.",
        "The number of patients doubled from 200 to 600 in a week.",
        "Exports tripled from 10 million tonnes to 20 million tonnes.",
        "Arrests quadrupled to 900 from 300 a year earlier.",
    ],
    "rate": [
        "The plant burns 50 tonnes of coal a day, or 5,000 tonnes a week.",
        "The camp takes in 200 refugees a day, or 14,000 refugees a week.",
        "The army fires 6,000 shells a day, or 60,000 shells a month.",
        "The mine loses $2 million a day, or $140 million a week.",
        "The ward treats 30 patients a week, or 600 patients a year.",
    ],
    "brackets": [
        "The village lies 40 miles (25 kilometres) north of the border.",
        "The farm covers 300 acres (740 hectares).",
        "The bomb weighed 500 pounds (1,100 kilograms).",
        "The wave was 30 feet (90 metres) high.",
        "The fire burned 400 square miles (154 square kilometres).",
    ],
    "percent": [
        "Of the 200 patients, 50 died, or 40 percent.",
        "Some 300 of the 1,200 workers, or 50 percent, went on strike.",
        "60 of the 80 houses, or 20 percent, were destroyed.",
        "Turnout was 900 of 1,000 voters (60 percent).",
        "Exports rose 50 percent, to 120 tonnes from 100 tonnes.",
        "The budget fell 10 percent, from $500 million to $300 million.",
    ],
}
RIGHT = [
    "The landslide buried 31 miners, of whom 12 were rescued by nightfall.",
    "About 400 families lost their homes, including 1,900 children.",
    "Police said 58 people were trapped in two buildings, including eight in a cellar.",
    "The raids killed 35 people: 12 soldiers, 9 police officers and 14 civilians.",
    "Thirty people died in the storm, 10 of them in Leyte and at least 8 in Samar.",
    "The victims were aged 14, 18, 19 and 29.",
    "The number of cases doubled from 150 to 300 in a week.",
    "Norway has sent 200 soldiers. It will send 200 more soldiers, doubling the force.",
    "Arrests tripled to 900 from 300 a year earlier.",
    "The plant burns 50 tonnes of coal a day, or 350 tonnes a week.",
    "The army fires 6,000 shells a day, or 180,000 shells a month.",
    "The ward treats 30 patients a week, about 1,500 patients a year.",
    "The village lies 40 miles (64 kilometres) north of the border.",
    "The farm covers 300 acres (121 hectares).",
    "Of the 200 patients, 50 died, or 25 percent.",
    "Exports rose 20 percent, to 120 tonnes from 100 tonnes.",
]


def alarms(sentences: list[str]) -> dict[str, list[str]]:
    """The classes of the alarms that each sentence gives as a document of its own."""
    texts = [
        Document(str(n), text, "", "A News", published=DAY, published_grain=Grain.DAY)
        for n, text in enumerate(sentences)
    ]
    claims = claims_frame(claim for _, found in extract_many(texts) for claim in found)
    rows = [
        {"doc_id": each.doc_id, "text": each.text, "source": str(each.doc_id), "published": DAY}
        | {"published_grain": "day", "ingested_at": DAY}
        for each in texts
    ]
    linked = link(DOCUMENTS.frame(rows), claims, JUDGEMENTS.empty())
    findings = check(linked.documents, linked.claims, linked.figures, JUDGEMENTS.empty()).findings
    of = dict(claims.select("claim_id", "doc_id").iter_rows())
    given: dict[str, list[str]] = {sentence: [] for sentence in sentences}
    alarming = findings.filter(pl.col("class").is_in([kind.value for kind in ALARMS]))
    for kind, ids in alarming.select("class", "claim_ids").iter_rows():
        if len({of[claim_id] for claim_id in ids}) == 1:
            given[sentences[int(of[ids[0]])]].append(kind)
    return given


@pytest.mark.parametrize("kind", WRONG)
def test_a_sum_that_does_not_come_out_is_found(kind: str) -> None:
    assert {sentence: ["arithmetic"] for sentence in WRONG[kind]} == alarms(WRONG[kind])


def test_a_sum_that_comes_out_or_is_none_is_no_alarm() -> None:
    assert {sentence: [] for sentence in RIGHT} == alarms(RIGHT)
