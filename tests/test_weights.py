"""Weights of terms added up over texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.weights import TermWeights

TERMS = st.text("一二三四五六", min_size=1, max_size=2)


@given(st.dictionaries(TERMS, st.floats(0.01, 20)), st.frozensets(TERMS))
def test_what_is_there_counts_and_nothing_else(weights: dict[str, float], there: frozenset[str]) -> None:
    terms = TermWeights(weights)
    assert terms.of(there) == pytest.approx(sum(weight for term, weight in weights.items() if term in there))
    assert terms.of(frozenset(weights)) == terms.total
    assert 0 <= terms.share(there) <= 1


def test_no_order_of_the_terms_tells() -> None:
    many = {str(i): 0.1 * i for i in range(50)}
    turned = TermWeights(dict(reversed(many.items())))
    assert turned.of(frozenset(many)) == TermWeights(many).of(frozenset(many))


def test_without_terms_the_share_is_nothing() -> None:
    assert TermWeights({}).share(frozenset({"一"})) == 0.0
