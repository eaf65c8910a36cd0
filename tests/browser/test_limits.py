"""What a resident is told when the server refuses."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MILLS = "去年整治了多少家低效工业企业？"


def test_who_asks_too_often_is_told_so_and_keeps_the_question(browser, start_server):
    with start_server(rate_limit="1/day") as server:
        page = browser.new_page()
        page.goto(server.address)
        page.locator("#question textarea").fill(MILLS)
        page.locator("#question textarea").press("Enter")
        expect(page.locator("#log .answered .said")).to_contain_text("77家")
        page.locator("#question textarea").fill("老年人能力初筛了多少人？")
        page.locator("#question textarea").press("Enter")
        said = page.locator("#log .turn").last.locator(".said")
        expect(said).to_have_text(re.compile(r"您问得太快了，请过\d+(秒|分钟|小时)再问一次。"))
        expect(page.locator("#announcement")).to_contain_text("回答：您问得太快了")
        expect(page.locator("#question textarea")).to_have_value("老年人能力初筛了多少人？")
        page.close()
