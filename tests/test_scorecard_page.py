"""The scorecard as a page: inert, complete, and understood by itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eval import page
from eval.measures import MEASURES, SET_MEASURES
from eval.outcomes import FAILURES, Outcome
from eval.page import Case, draw_difference, draw_page
from eval.scorecard import Comparison, Difference, GateResult, Scorecard
from eval.summary import Robustness, rows
from tests.outcomes import outcome

HOSTILE = "<img src=x onerror=alert(1)>\"'</details></script>&amp;"
TEXT = "全年完成河道整治12公里,投入资金3500万元。"


def detail(question: str = "投入了多少资金?", answer: str = "12公里。[1]") -> dict[str, Any]:
    gold = {"group": 0, "report": "r", "quote": "投入资金3500万元", "start": 113, "end": 123}
    passage = {"report": "r", "path": ["一、回顾"], "score": 0.5}
    return {
        "question": question,
        "history": ["河道呢?"],
        "gold": {
            "answers": [],
            "numbers": [{"value": "3500", "unit": "万元", "cmp": "eq"}],
            "verdict": None,
            "evidence": [gold | {"before": "整治12公里,", "behind": "。"}],
        },
        "text": answer,
        "short": "12公里",
        "verdict": None,
        "notes": ["注意年份"],
        "citations": [{"n": 1, "report": "r", "start": 102, "end": 112, "quote": "完成河道整治12公里"}],
        "evidence": [
            passage | {"start": 0, "end": 5, "text": "另一句话。", "groups": [], "gold": []},
            passage | {"start": 100, "end": 100 + len(TEXT), "text": TEXT, "groups": [0], "gold": [[13, 23]]},
        ],
        "marks": {"right": False},
    }


def scorecard(*outcomes: Outcome, **more: Any) -> Scorecard:
    return Scorecard({}, tuple(rows("wenzheng", outcomes)), outcomes, **more)


def drawn(card: Scorecard, folder: Path) -> str:
    return draw_page(card, folder).read_text(encoding="utf-8")


def words(html: str) -> str:
    """What a reader reads: no tags, no style, no script, each run of white space one space."""
    shown = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", html)
    return re.sub(r"\s+", " ", unescape(shown))


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


FAILED = outcome("q-1", "reading", detail())
CARD = scorecard(FAILED, outcome("q-2"), gates=(GateResult("town/dev: right ≥ 0.9", "0.500 (n = 2)", False),))


def test_page_is_written_whole_under_its_name(tmp_path):
    path = draw_page(CARD, tmp_path / "run")
    assert path == tmp_path / "run" / "scorecard.html"
    assert [file.name for file in path.parent.iterdir()] == ["scorecard.html"]


def test_page_forbids_the_network_and_names_none(tmp_path):
    html = drawn(CARD, tmp_path)
    assert "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:" in html
    assert '<html lang="en">' in html
    assert not [a for _, attributes in Elements(html).found for a in ("src", "srcset") if a in attributes]
    assert all((a.get("href") or "#").startswith("#") for _, a in Elements(html).found)


def test_hostile_text_is_inert_and_shown_verbatim(tmp_path):
    hostile = outcome("q-1", "reading", detail(question=HOSTILE, answer=HOSTILE))
    html = drawn(scorecard(hostile, replace(hostile, id='"><b>', set=HOSTILE)), tmp_path)
    assert words(html).count(HOSTILE) >= 3
    assert "img" not in {tag for tag, _ in Elements(html).found}
    assert not [a for _, attributes in Elements(html).found for a in attributes if a.startswith("on")]


def test_hostile_text_is_inert_in_a_difference_too(tmp_path):
    card = scorecard(outcome("q-1", "reading", detail(question=HOSTILE, answer=HOSTILE)))
    difference = Difference("right", 1.0, 0.0, 1, 1.0, 0, 1, (), ("q-1",))
    path = draw_difference(Comparison(HOSTILE, "b", {"town": (difference,)}), card, card, tmp_path / "difference.html")
    html = path.read_text(encoding="utf-8")
    assert words(html).count(HOSTILE) >= 4
    assert "img" not in {tag for tag, _ in Elements(html).found}


def test_failed_gate_is_named_with_what_was_found(tmp_path):
    read = words(drawn(CARD, tmp_path))
    assert "1 of 1 gates failed" in read
    assert "FAILED town/dev: right ≥ 0.9 found 0.500 (n = 2)" in read


def test_gates_that_hold_are_told_from_none(tmp_path):
    held = replace(CARD, gates=(GateResult("town/dev: right ≥ 0.1", "0.500", True),))
    assert "The gate holds" in words(drawn(held, tmp_path))
    assert "No gate applied" in words(drawn(replace(CARD, gates=()), tmp_path))


@pytest.mark.parametrize("card", [scorecard(), scorecard(outcome("q-1")), scorecard(outcome("q-1", "retrieval"))])
def test_page_does_without_what_a_run_lacks(card, tmp_path):
    assert "How each measure is defined" in words(drawn(card, tmp_path))


def test_failures_without_detail_are_counted_and_explained(tmp_path):
    read = words(drawn(scorecard(outcome("q-1", "retrieval"), FAILED), tmp_path))
    assert "1 of 2 failures are only counted" in read
    assert "--detail keeps it" in read


def test_failure_is_understood_from_the_page_alone(tmp_path):
    html = drawn(CARD, tmp_path)
    read = words(html)
    told = (
        "河道呢?",
        "3500万元",
        "12公里。[1]",
        "注意年份",
        "confidence 0.90",
        "gold at rank 2",
        "chat_app/extractor.py",
    )
    assert [text for text in told if text not in read] == []
    assert html.count('<mark class="gold">投入资金3500万元</mark>') == 2  # in the gold, and in the passage
    assert html.count('<mark class="cited">完成河道整治12公里</mark>') == 2


def test_pieces_of_a_passage_make_up_its_text():
    overlapping = detail()
    overlapping["citations"][0] |= {"start": 110, "end": 200}
    passages = Case.of(outcome("q-1", "reading", overlapping)).passages
    assert ["".join(text for text, _ in pieces) for _, _, pieces in passages] == ["另一句话。", TEXT]
    assert [kind for _, kind in passages[1][2]] == ["", "cited", "gold cited", "cited"]


def test_worse_is_seen_in_verdict_and_tile(tmp_path):
    worse = Difference("right_cited", 1.0, 0.5, 2, 0.01, 1, 2, (), ("q-1",))
    better = Difference("penalised", -0.5, 0.0, 2, 0.5)
    html = drawn(replace(CARD, since=Comparison("the run before", "this run", {"town": (better, worse)})), tmp_path)
    read = words(html)
    assert (
        "town since the run before: 1 measure worse right, with the right citation 100.0 % → 50.0 %, significant"
        in read
    )
    assert "▼ worse, from 100.0 % 1 fixed, 2 broken, p = 0.010" in read
    assert '<article class="tile worse">' in html
    assert 'data-broken="yes"' in html


def test_difference_shows_what_broke_first_and_both_answers(tmp_path):
    before = scorecard(
        outcome("q-1", None, detail(answer="3500万元。")), outcome("q-2", "reading", detail(answer="没有。"))
    )
    after = scorecard(FAILED, outcome("q-2", None, detail(answer="3500万元。")))
    found = (
        Difference("success_1", 0.5, 0.6, 2, 1.0),
        Difference("right", 0.5, 0.4, 2, 0.25, 1, 1, ("q-2",), ("q-1",)),
    )
    path = draw_difference(Comparison("a", "b", {"town": found}), before, after, tmp_path / "new" / "difference.html")
    html = path.read_text(encoding="utf-8")
    order = [
        html.index(part)
        for part in ('<td class="left"><span class="delta worse">', "delta better", 'id="town.q-1"', 'id="town.q-2"')
    ]
    assert order == sorted(order)
    assert "Before answered confidence 0.90 right 3500万元。" in words(html)
    assert "After answered confidence 0.90 reading 12公里。[1]" in words(html)


def test_robustness_is_a_table(tmp_path):
    card = replace(CARD, robustness=(Robustness("town", "full_width", 8, 0.5, 0.625, None, None),))
    assert "full width 50.0 % 62.5 % −12.5 – – 8" in words(drawn(card, tmp_path))


def test_every_measure_and_failure_is_explained():
    told = tomllib.loads((Path(page.__file__).parent / "web" / "definitions.toml").read_text(encoding="utf-8"))
    assert list(told["measures"]) == [measure.name for measure in (*MEASURES, *SET_MEASURES)]
    assert list(told["failures"]) == list(FAILURES)
    root = Path(page.__file__).parents[1]
    looks = [path for kind in told["failures"].values() for path in kind["look"].split(", ")]
    assert all((root / path).is_file() for path in looks)
