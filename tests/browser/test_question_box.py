"""Asking on the page: by keyboard, by input method, by an example; what cannot be asked, and what is only text."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import MILLS

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=http://evil.example/x.png onerror=alert(1)> ![图](http://evil.example/y.png) "
    "<style>body{display:none}</style> <form><input></form> [点](javascript:alert(1)) "
    "<script>document.title='偷'</script> **粗** _斜_ `码` $x^2$ &lt;b&gt; {{7*7}} ${7*7}"
)


def test_everything_is_done_by_keyboard_alone(desktop):
    page = desktop.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(MILLS)
    page.keyboard.press("Enter")
    cite = page.locator("#log .cite")
    cite.wait_for()
    expect(page.locator("#question textarea")).to_have_value("")
    expect(page.locator("#announcement")).to_have_text("回答：完成低效工业企业整治77家。[1]")
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if cite.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#paper mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()


def test_an_example_is_asked_with_one_click(talk):
    talk.page.get_by_role("button", name=MILLS).click()
    expect(talk.page.locator("#log .said")).to_have_text("完成低效工业企业整治77家。[1]")
    expect(talk.page.locator("#examples")).to_be_hidden()


def test_a_question_box_that_gradio_draws_anew_keeps_text_and_focus(desktop):
    page = desktop.page
    page.locator("#question textarea").press_sequentially("老年人")
    page.evaluate(
        """() => {
            const old = document.querySelector("#question textarea");
            const drawn = old.cloneNode();
            drawn.value = "";
            old.replaceWith(drawn);
        }"""
    )
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value("老年人")
    page.locator("#paper").focus()
    page.evaluate('document.querySelector("#question textarea").replaceWith(document.createElement("textarea"))')
    expect(page.locator("#paper")).to_be_focused()


def test_the_enter_that_picks_a_word_from_an_input_method_sends_nothing(talk):
    page = talk.page
    page.locator("#question textarea").focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "qiye", "selectionStart": 4, "selectionEnd": 4})
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Enter", "windowsVirtualKeyCode": 229})
    keys.send("Input.insertText", {"text": "企业"})
    expect(page.locator("#question textarea")).to_have_value("企业")
    expect(page.locator("#log .turn")).to_have_count(0)


@pytest.mark.parametrize(("question", "hint"), [("  ", "请先写下您的问题"), ("问" * 501, "问题太长了")])
def test_a_question_that_cannot_be_asked_is_explained_and_kept(talk, question, hint):
    page = talk.page
    page.locator("#question textarea").fill(question)
    page.locator("#send").click()
    expect(page.locator("#hint")).to_contain_text(hint)
    expect(page.locator("#question textarea")).to_have_value(question)
    expect(page.locator("#log .turn")).to_have_count(0)


def test_the_empty_box_says_what_it_is_for_also_in_the_largest_letters(phone):
    phone.more("最大")
    box = phone.page.locator("#question textarea")
    expect(box).to_have_attribute("placeholder", "例如：“十无村”有哪些？")
    phone.ask(MILLS)
    expect(box).to_have_attribute("placeholder", "接着问")
    width, padding, letter = box.evaluate(
        "e => [e.clientWidth, parseFloat(getComputedStyle(e).paddingLeft), parseFloat(getComputedStyle(e).fontSize)]"
    )
    assert width - 2 * padding >= len("接着问") * letter
    phone.page.reload()
    phone.ready()
    expect(box).to_have_attribute("placeholder", "接着问")
    phone.page.locator("#anew").click()
    expect(box).to_have_attribute("placeholder", "例如：“十无村”有哪些？")


def test_markup_in_a_question_is_shown_and_does_nothing(talk):
    page = talk.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    talk.ask(HOSTILE)
    asked = page.locator("#log .question")
    assert asked.evaluate("element => element.lastChild.data") == HOSTILE
    assert page.locator("#log").locator("img, style, script, form, input, em, code, svg, iframe").count() == 0
    expect(page).to_have_title("问政 · 西城街道2022年工作报告")
    expect(asked).to_be_visible()
