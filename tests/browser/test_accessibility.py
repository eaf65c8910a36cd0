"""The page as axe-core judges it (WCAG 2.2 and best practices), in every size and colours, with everything opened."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

THREE = ("去年整治了多少家低效工业企业？", "地铁什么时候开通？", "“十无村”有哪些？老年人能力初筛了多少人？")
TOO_SMALL = """([text, target]) => {
    const shown = element => element.checkVisibility() && !element.closest(".unseen, .skip");
    const written = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const all = [...document.querySelectorAll("body *")].filter(shown);
    const box = element => element.getBoundingClientRect();
    return [
        ...all.filter(element => written(element) && parseFloat(getComputedStyle(element).fontSize) < text),
        ...all.filter(element => element.matches("a:not(.cite), button, textarea, select, summary, label")
            && Math.min(box(element).width, box(element).height) < target - 0.5),
    ].map(element => element.outerHTML.slice(0, 160));
}"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_wrong_whatever_is_opened(size, request):
    visit = request.getfixturevalue(size)
    page = visit.page
    assert visit.violations() == []
    page.get_by_text("按主题看更多问题").click()
    page.locator("#topic-list .ask").first.wait_for()
    page.locator("#question textarea").press_sequentially("老年")
    page.locator("#hints button").first.wait_for()
    assert visit.violations() == []
    for question in THREE:
        visit.ask(question)
    assert visit.violations() == []
    page.get_by_role("button", name="没用").last.click()
    page.locator("#log .reasons .plain").first.wait_for()
    page.locator("#log .card").last.click()
    page.locator("#open-outline").click()
    page.locator("#open-visit").click()
    assert visit.violations() == []
    page.locator("#open-more").click()
    expect(page.locator("#visit")).to_be_hidden()
    assert visit.violations() == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_wrong_in_large_letters_and_other_colours(size, request):
    visit = request.getfixturevalue(size)
    for question in THREE:
        visit.ask(question)
    visit.page.locator("#large").click()
    for colours in ("高对比", "深色", "普通"):
        visit.more(colours)
        assert visit.violations() == [], colours
    visit.more("最大")
    assert visit.violations() == []


def test_axe_would_find_something_wrong(desktop):
    desktop.page.evaluate("document.getElementById('send').replaceChildren()")
    assert any(found.startswith("button-name") for found in desktop.violations())


def test_large_letters_are_one_click_away_and_remembered(phone):
    page = phone.page
    phone.ask(THREE[2])
    page.locator("#large").click()
    expect(page.locator("#large")).to_have_attribute("aria-pressed", "true")
    for choice, points in ((None, 18), ("特大", 24), ("最大", 30)):
        if choice:
            phone.more(choice)
        assert page.evaluate(TOO_SMALL, [points * 4 / 3, 60]) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    phone.more("高对比")
    page.reload()
    phone.ready()
    assert page.evaluate("({...document.documentElement.dataset})") == {"size": "30pt", "colours": "contrast"}
    page.locator("#large").click()
    page.locator("#large").click()
    assert page.locator("html").get_attribute("data-size") == "30pt"  # the large size chosen last


def test_panels_open_and_close_by_keyboard_and_the_focus_comes_back(desktop):
    page = desktop.page
    more = page.locator("#open-more")
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(page.locator("#more input").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert page.locator("html").get_attribute("data-size") == "18pt"
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.locator("#more")).to_be_hidden()


def test_nothing_moves_for_those_who_want_no_movement(desktop):
    desktop.ask(THREE[0])
    moving = (
        "document.getAnimations().filter(a => a.playState === 'running' && a.effect.target.closest('#log, #paper'))"
    )
    assert desktop.page.evaluate(f"{moving}.length") == 0
    desktop.page.emulate_media(reduced_motion="no-preference")
    desktop.page.locator("#log .cite").click()
    assert desktop.page.evaluate(f"{moving}.length") > 0
