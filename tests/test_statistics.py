import pytest

from eval.statistics import holm, interval, mcnemar, permutation


def test_an_interval_holds_the_mean_and_narrows_with_more_questions():
    few, many = [0.0, 1.0] * 10, [0.0, 1.0] * 100
    narrow, wide = interval(many, range(200), share=True), interval(few, range(20), share=True)
    assert wide[0] < narrow[0] < 0.5 < narrow[1] < wide[1]
    assert narrow == pytest.approx((0.43, 0.57), abs=0.015)


def test_questions_on_one_sentence_count_as_one():
    values = [0.0] * 50 + [1.0] * 50
    apart = interval(values, range(100), share=True)
    together = interval(values, [i // 10 for i in range(100)], share=True)
    assert together[1] - together[0] > 2.5 * (apart[1] - apart[0])


def test_a_share_of_one_has_the_interval_of_wilson():
    low, high = interval([1.0] * 20, range(20), share=True)
    assert (low, high) == pytest.approx((0.8389, 1.0), abs=1e-3)


def test_the_same_values_give_the_same_interval_bit_for_bit():
    values = [0.1, 0.9, 0.4, 0.7, 0.3]
    assert interval(values, range(5), share=False) == interval(values, range(5), share=False)


def test_no_values_have_no_interval():
    with pytest.raises(ValueError, match="no values"):
        interval([], [], share=True)


@pytest.mark.parametrize(
    ("fixed", "broken", "p"), [(0, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (8, 2, 0.109375), (5, 5, 1.0)]
)
def test_mcnemar_is_the_exact_binomial_test(fixed, broken, p):
    one = [False] * fixed + [True] * broken + [True, False]
    other = [True] * fixed + [False] * broken + [True, False]
    assert mcnemar(one, other) == pytest.approx(p)


def test_a_permutation_test_tells_a_steady_gain_from_noise():
    assert permutation([0.1] * 12, [0.2] * 12) < 0.001
    assert permutation([0.1, 0.2] * 6, [0.2, 0.1] * 6) == pytest.approx(1.0)
    assert permutation([0.5], [0.5]) == 1.0
    assert permutation([0.5, 0.1], [0.5, 0.9]) == 1.0


def test_holm_multiplies_by_the_tests_that_are_left_and_never_falls():
    assert holm({"a": 0.04, "b": 0.01, "c": 0.03}) == pytest.approx({"a": 0.06, "b": 0.03, "c": 0.06})
    assert holm({"a": 0.9}) == {"a": 0.9}
