from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.corpus import Period, Report, Scope
from indexer.passages import split_passages
from indexer.readers import read_report
from indexer.sections import split_sections
from indexer.sentences import LONGEST, sentence_spans

ROOT = Path(__file__).parents[1]
FILES = [
    ROOT / "seeds" / "xicheng-2022-work-report.txt",
    *sorted((Path(__file__).parent / "data" / "reports").glob("*.txt")),
]


def with_sections(report):
    return replace(report, sections=split_sections(report.text, report.year, report.title))


def passages_of(text):
    return split_passages(with_sections(Report("r", text)))


def cut(line):
    return [line[start:end] for start, end in sentence_spans(line, 0, len(line))]


def check(report, passages):
    """Check what holds for every report: verbatim, in order, short, and all of the text once."""
    places = [0] * len(report.text)
    end = 0
    for passage in passages:
        assert report.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
        assert len(passage.text) <= LONGEST
        assert passage.start >= end
        assert passage.path == report.path(passage.section)
        end = passage.end
        places[passage.start : passage.end] = [1] * len(passage.text)
    for section in report.sections:
        if not section.run_in:
            assert not any(places[section.start : section.body])
            assert "\n" not in report.text[section.start : section.body]
            places[section.start : section.body] = [1] * (section.body - section.start)
    assert [c for c, held in zip(report.text, places, strict=True) if not held and not c.isspace()] == []
    assert [p.paragraph for p in passages] == sorted(p.paragraph for p in passages)
    assert {p.paragraph for p in passages} == set(range(len({p.paragraph for p in passages})))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_passages_of_a_report_hold_all_of_its_text_once(file):
    report = with_sections(read_report(file))
    check(report, split_passages(report))


PIECES = [
    *"一二三、，。；：！？“”‘’（）()《》【】[]\"'.!?;—…\n\t 　",
    *[
        "一、",
        "（一）",
        "1.",
        "1．",
        "一是",
        "二是",
        "第一，",
        "——",
        "各位代表！",
        "2022年工作回顾\n",
        "2023年工作计划\n",
    ],
    *[
        "狠抓产业提升。",
        "完成整治77家，",
        "同比增长8.1%；",
        "去年",
        "过去一年，",
        "下一步，",
        "存在问题\n",
        "工业经济：",
        "好" * 70,
        "，" * 130,
    ],
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=300)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_the_passages_of_any_text_hold_all_of_it_once(text):
    report = with_sections(Report("r", text))
    passages = split_passages(report)
    check(report, passages)
    assert split_passages(report) == passages


@settings(deadline=None)
@given(TEXTS)
def test_a_passage_cut_again_stays_whole(text):
    for passage in cut(text.replace("\n", " ")):
        if len(passage) < LONGEST:
            assert "".join(cut(passage)).replace(" ", "") == passage.replace(" ", "")


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("完成整治77家。新增3家！行吗？", ["完成整治77家。", "新增3家！", "行吗？"]),
        ("投资6.87亿元；增长77.53%;其中工业3.15亿元。", ["投资6.87亿元；", "增长77.53%;", "其中工业3.15亿元。"]),
        ("开展“治脏。治乱；治堵”行动。成效明显。", ["开展“治脏。治乱；治堵”行动。", "成效明显。"]),
        ("他说：“路修好了。灯也亮了。”大家都笑了。", ["他说：“路修好了。灯也亮了。”", "大家都笑了。"]),
        ("做到“部门围着窗口转。”的要求。", ["做到“部门围着窗口转。”的要求。"]),
        ("新华路（甲至乙段。含人行道）完工。", ["新华路（甲至乙段。含人行道）完工。"]),
        ("（全年完成整治。）新增3家。", ["（全年完成整治。）", "新增3家。"]),
        ("用“白+黑”（含‘5+2’。）模式。好。", ["用“白+黑”（含‘5+2’。）模式。", "好。"]),
        ("抓好“三大攻坚战。完成整治。", ["抓好“三大攻坚战。", "完成整治。"]),
        ("（甲“乙）丙。丁”戊。", ["（甲“乙）丙。", "丁”戊。"]),
        ("竟然？！真的！！！好。", ["竟然？！", "真的！！！", "好。"]),
        ("完成改造1260套,开工率100%.发放98.6万元.", ["完成改造1260套,开工率100%.", "发放98.6万元."]),
        ('实施"甲。乙"工程.网址www.gov.cn可查.', ['实施"甲。乙"工程.', "网址www.gov.cn可查."]),
        ("一.抓好产业", ["一.抓好产业"]),
        ("一是抓产业；二是抓项目；三是抓民生。", ["一是抓产业；二是抓项目；三是抓民生。"]),
        ("重点是：（1）抓产业；（2）抓项目。", ["重点是：（1）抓产业；（2）抓项目。"]),
        ("　　完成整治。　\t新增3家。 ", ["完成整治。", "新增3家。"]),
        ("没有句号", ["没有句号"]),
        ("", []),
    ],
)
def test_a_line_is_cut_into_sentences(line, sentences):
    assert cut(line) == sentences


def test_an_enumeration_too_long_for_one_passage_is_cut_at_its_semicolons():
    line = f"一是{'好' * 100}；二是{'好' * 100}；三是{'好' * 100}。"
    assert [len(passage) for passage in cut(line)] == [103, 103, 103]


def test_a_long_quotation_no_longer_keeps_its_sentences_together():
    assert len(cut(f"“{'好' * 70}。{'好' * 70}。”")) == 2


def test_a_sentence_above_the_limit_is_cut_at_commas():
    passages = cut("，".join(["抓好各项工作"] * 400))
    assert all(passage.endswith("，") for passage in passages[:-1])
    assert max(map(len, passages)) <= LONGEST


def test_a_paragraph_of_three_thousand_characters_without_any_mark_is_cut():
    assert [len(passage) for passage in cut("好" * 3000)] == [LONGEST] * 12 + [3000 - 12 * LONGEST]


def test_a_run_in_heading_is_joined_to_the_sentence_it_opens():
    first, second = passages_of("狠抓产业提升。扛起整治大旗,完成整治77家。新增企业1家。")
    assert first.text == "狠抓产业提升。扛起整治大旗,完成整治77家。"
    assert first.path == second.path == ("狠抓产业提升",)


def test_a_run_in_heading_before_a_long_sentence_stands_alone():
    first, second = passages_of(f"狠抓产业提升。{'好' * 238}。")
    assert (first.text, len(second.text)) == ("狠抓产业提升。", 239)


def test_a_heading_on_its_own_line_is_in_the_path_and_in_no_passage():
    (passage,) = passages_of("一、工作回顾\n完成整治77家。")
    assert (passage.text, passage.path) == ("完成整治77家。", ("一、工作回顾",))


def test_a_heading_with_a_figure_is_a_passage_too():
    assert [p.text for p in passages_of("一、全年完成投资12.3亿元\n其中工业5亿元。")] == [
        "一、全年完成投资12.3亿元",
        "其中工业5亿元。",
    ]


def test_text_before_the_first_heading_has_no_section():
    first, second = passages_of("各位代表：\n一、工作回顾\n完成整治77家。")
    assert (first.section, first.path, first.paragraph) == (None, (), 0)
    assert (second.section, second.paragraph) == (0, 1)


def test_the_fact_of_xicheng_stands_under_its_headings_as_done_in_2022():
    report = with_sections(read_report(FILES[0]))
    (passage,) = [p for p in split_passages(report) if p.start <= 330 < p.end]
    assert passage.text == (
        "狠抓产业提升。坚决扛起低效用地整治大旗,完成低效工业企业整治77家,低效工业用地整治444.35亩。"
    )
    assert passage.path == (
        "2022年主要工作回顾",
        "一、坚持快与稳并进,创新驱动跑出经济发展“加速度”",
        "狠抓产业提升",
    )
    assert passage.period == Period(Scope.DONE, 2022)


@pytest.mark.parametrize(
    ("report", "opening", "period"),
    [
        ("national-2014", "过去一年，国防和军队建设扎实推进", Period(Scope.DONE, 2013)),
        ("national-2014", "同时，我们清醒认识到，前进道路上还有不少困难和问题", Period(None, 2013)),
        ("national-2014", "今年经济社会发展的主要预期目标是", Period(Scope.PLANNED, 2014)),
        ("national-2018", "国内生产总值从54万亿元增加", Period(Scope.DONE, 2017, 2013)),
        ("national-2018", "今年发展主要预期目标是", Period(Scope.PLANNED, 2018)),
        ("qingshan-county-2022-speech", "2021年，全县脱贫攻坚成果", Period(Scope.DONE, 2021)),
        ("qingshan-county-2022-speech", "到2026年，地区生产总值", Period(Scope.PLANNED, 2026)),
        ("qingshan-county-2022-speech", "去年开工的县人民医院新院区", Period(Scope.PLANNED, 2022)),
        ("yongfeng-plan-only", "2023年，全镇盘活厂房", Period(Scope.DONE, 2023)),
        ("shiqiao-noheadings-2022", "全村安装路灯120盏", Period(Scope.DONE)),
        ("shiqiao-noheadings-2022", "完成后可满足300余人", Period(Scope.PLANNED)),
        ("donghu-subdistrict-2023-half", "持续提升城市品质。完成6条", Period(Scope.PLANNED, 2023)),
    ],
)
def test_a_resident_is_told_results_from_targets(report, opening, period):
    file = next(file for file in FILES if file.stem == report)
    (passage,) = [p for p in split_passages(with_sections(read_report(file))) if p.text.startswith(opening)]
    assert passage.period == period


def test_a_report_without_headings_is_dated_by_its_title():
    report = Report("r", "全年完成整治77家。", title="石桥村2022年工作总结")
    assert split_passages(report)[0].period == Period(Scope.DONE, 2022)


@pytest.mark.parametrize(
    "text",
    [
        FILES[0].read_text(encoding="utf-8") * 75,
        "各位代表！\n" * 60_000,
        "“" * 360_000,
        "1.抓好\n" * 72_000,
        "\n" * 360_000,
    ],
    ids=["xicheng", "vocatives", "open quotes", "list", "blank lines"],
)
def test_a_megabyte_is_split_in_linear_time(text):
    # 360,000 characters, a megabyte of UTF-8: with quadratic steps this would not end.
    assert all(len(passage.text) <= 240 for passage in passages_of(text))
