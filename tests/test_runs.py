"""Runs of clauses that can be quoted alone."""

from chat_app.runs import runs_of, whole_run

PASSAGE = "规上工业总产值68.48亿元，同比增长17.7%，通过技改淘汰落后产能，新增“小升规”企业9家。"


def quotes(passage, most):
    return [passage[run.start : run.end] for run in runs_of(passage, most)]


def test_a_run_never_opens_with_a_clause_that_leans_on_the_one_before():
    assert not any(quote.startswith("同比") for quote in quotes(PASSAGE, 4))


def test_runs_are_no_longer_than_asked_for_and_verbatim():
    assert max(run.last - run.first + 1 for run in runs_of(PASSAGE, 2)) == 2
    assert all(quote in PASSAGE for quote in quotes(PASSAGE, 2))


def test_a_run_tells_what_stands_in_it():
    found = next(run for run in runs_of(PASSAGE, 1) if "技改" in run.text)
    assert (found.reason, found.place, found.quantities) == (True, False, ())
    assert [float(q.value) for q in whole_run(PASSAGE).quantities] == [6848000000, 17.7, 9]


def test_a_run_tells_what_something_came_of():
    (whole,) = runs_of("幼儿园扩建因征地滞后，结转至2022年实施。", 2)[:1]
    assert whole.cause
    assert not any(run.cause for run in runs_of(PASSAGE, 4))


def test_a_passage_without_a_clause_is_one_run():
    assert quotes("。", 4) == ["。"]
