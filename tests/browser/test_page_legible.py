"""The page on a phone can be read and touched: large Chinese text, wide targets, nothing cut off or torn apart."""

import pytest

from tests.browser.visitors import MILLS, widths_with_a_citation_apart

pytestmark = pytest.mark.browser


def test_all_text_is_chinese_and_large_and_every_target_is_wide_enough(phone):
    page = phone.page
    phone.ask("疫情防控做了什么？")
    phone.ask("地铁什么时候开通？")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    words = page.evaluate(
        """() => [...document.querySelectorAll("body :not(script, noscript, style, #turn *)")].flatMap(element => [
            element.getAttribute("aria-label"), element.title, element.placeholder,
            ...[...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data),
        ]).filter(text => /[A-Za-z]{4}/.test(text ?? ""))"""
    )
    assert words == []
    small = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(element =>
            [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
            && element.checkVisibility() && parseFloat(getComputedStyle(element).fontSize) < 18
        ).map(element => element.outerHTML)"""
    )
    assert small == []
    narrow = page.evaluate(
        """() => [...document.querySelectorAll("a, button, textarea, select, summary, label")].filter(element => {
            const box = element.getBoundingClientRect();
            return element.checkVisibility() && !element.matches(".skip") && (box.width < 44 || box.height < 44);
        }).map(element => element.outerHTML)"""
    )
    assert narrow == []


def test_at_320_pixels_nothing_is_cut_off(browser, phone):
    phone.page.set_viewport_size({"width": 320, "height": 640})
    phone.ask(MILLS)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_citation_stays_on_the_line_of_what_it_is_for(phone):
    phone.more("最大")
    phone.ask(MILLS)
    assert widths_with_a_citation_apart(phone.page.locator("#log .said")) == []
