import json
from pathlib import Path

import numpy as np
import pytest

from chat_app.reranker import WEIGHTS, Features
from eval.ablation import ablate, draw_ablation, parts
from eval.questionset import load_questions
from eval.ranker import Example, fit_ranker, gather
from eval.sets import declared_sets, fitted_sets

NAMES = Features._fields
XICHENG = Path(__file__).parents[1] / "eval" / "questions" / "xicheng.jsonl"


def example(generator, told_by):
    rows = generator.normal(size=(8, len(NAMES)))
    right = np.zeros(8, dtype=bool)
    right[rows[:, NAMES.index(told_by)].argmax()] = True
    return Example(rows, right, 1.0)


def test_the_feature_that_tells_right_from_wrong_gets_the_weight():
    generator = np.random.default_rng(1)
    weights = fit_ranker([example(generator, "likeness") for _ in range(300)])
    others = [abs(getattr(weights, name)) for name in NAMES if name != "likeness"]
    assert weights.likeness > 3 > 6 * max(others)


def test_pairs_and_dev_questions_become_examples(tmp_path):
    sources = {"完成黑臭水体整治%d处。": "invented", "今年拟安排财政赤字8000亿元": "national-2012"}
    pairs = [
        {
            "question": "臭水沟弄干净了几条",
            "sentence": sentence % number if "%" in sentence else sentence,
            "source": source,
        }
        for sentence, source in sources.items()
        for number in range(40)
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in pairs), encoding="utf-8")
    examples = gather(fitted_sets([], declared_sets()), path)
    of_pairs = [e for e in examples if e.weight == 1.0]
    assert 1 <= len(of_pairs) < len(pairs) / 2  # those that the embedding was not trained on
    assert len(examples) - len(of_pairs) > 150
    assert all(e.right.any() and e.features.shape[1] == len(NAMES) for e in examples)


def test_the_shipped_weights_use_what_matters():
    assert min(WEIGHTS.keyword, WEIGHTS.cosine, WEIGHTS.likeness, WEIGHTS.year, WEIGHTS.figure) > 0.5
    assert WEIGHTS.no_figure < 0


def test_an_ablation_shows_what_each_part_is_worth(assistant):
    dev = [r for r in load_questions(XICHENG) if r.split == "dev"][:30]
    steps = []
    rows = ablate(assistant, dev, lambda: steps.append(1))
    assert len(rows) == parts()
    assert rows[0].part == ""
    assert len(steps) == parts() * rows[0].n
    table = draw_ablation("xicheng", rows)
    assert "without thesaurus" in table
    assert rows[0].measures["success_5"] == pytest.approx(1.0, abs=0.1)
