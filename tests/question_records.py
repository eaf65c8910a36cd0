"""A question record in which there is no fault."""

from __future__ import annotations

from eval.questionset import GoldNumber, GoldSpan, QuestionRecord

GOOD = QuestionRecord(
    id="q-1",
    question="整治了多少家?",
    type="number",
    split="dev",
    answerable=True,
    numbers=(GoldNumber("77", "家"),),
    evidence=(GoldSpan(0, "r", "完成整治77家", 0, 7),),
    line=1,
)
