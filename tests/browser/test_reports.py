"""The page on more than one report."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from indexer.build import build_index
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings
from tests.browser.conftest import served
from tests.browser.visitors import Visit

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]


def test_the_source_names_the_report_that_is_open_whichever_way_it_was_opened(browser, tmp_path):
    index = tmp_path / "index"
    sources = [ROOT / "seeds", ROOT / "tests" / "data" / "reports" / "national-2018.txt"]
    build_index(sources, index, load_encoder(), IndexSettings())
    with served(index, rate_limit="") as (address, _server):
        visit = Visit(browser.new_page())
        page, facts = visit.page, visit.page.locator("#facts")
        visit.open(address)
        expect(facts).to_have_text("《西城街道2022年工作报告》 · 永康市西城街道办事处 · 2023-09-07 发布")
        choice = page.get_by_role("combobox", name="选择要看的报告")
        choice.select_option("national-2018")
        expect(facts).not_to_contain_text("西城街道")
        expect(page.locator("#outline a").first).to_have_attribute("href", re.compile("report=national-2018"))
        visit.ask("去年整治了多少家低效工业企业？")
        page.locator("#log .cite").first.click()
        expect(choice).to_have_value("xicheng-2022")
        expect(facts).to_contain_text("永康市西城街道办事处")
        page.close()
