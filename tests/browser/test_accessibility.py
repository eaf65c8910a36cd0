"""The page as axe-core judges it (WCAG 2.2 and best practices): no violation, in any size or colours."""

import pytest

pytestmark = pytest.mark.browser

THREE = ("去年整治了多少家低效工业企业？", "地铁什么时候开通？", "污水零直排工程做得怎么样？")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_wrong_empty_and_after_three_turns(size, request):
    visit = request.getfixturevalue(size)
    assert visit.violations() == []
    for question in THREE:
        visit.ask(question)
    assert visit.violations() == []


def test_axe_would_find_something_wrong(desktop):
    desktop.page.evaluate("document.getElementById('send').replaceChildren()")
    assert any(found.startswith("button-name") for found in desktop.violations())
