from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.corpus import Scope
from indexer.readers import read_report
from indexer.sections import split_sections

ROOT = Path(__file__).parents[1]
REPORTS = Path(__file__).parent / "data" / "reports"
SCOPES = {Scope.DONE: "done", Scope.PLANNED: "planned", None: "-"}


def tree(name):
    """One line for each section: its heading, indented by level, and the period where it is not its parent's."""
    folder = ROOT / "seeds" if name.startswith("xicheng") else REPORTS
    report = read_report(folder / f"{name}.txt")
    sections = split_sections(report.text, report.year, report.title)
    lines = []
    for section in sections:
        above = sections[section.parent].period if section.parent is not None else None
        lines.append("  " * section.level + section.heading + ("" if section.period == above else told(section.period)))
    return "\n".join(lines)


def told(period):
    years = "-".join(str(year) for year in (period.year_from, period.year) if year)
    return f" | {SCOPES[period.scope]} {years}".rstrip()


XICHENG = """
2022年主要工作回顾 | done 2022
  一、坚持快与稳并进,创新驱动跑出经济发展“加速度”
    狠抓产业提升
    狠抓招大引强
    狠抓平台升级
  二、坚持破与立并举,凝心聚力抓出老城蝶变“真实效”
    城市更新破局起势
    项目建设攻坚克难
    乡村振兴提质增效
  三、坚持内外共发力,精准聚焦办好为民服务“关键事”
    民生保障更充分
    文化氛围更浓厚
    城乡面貌更靓丽
    公共服务更完善
  四、坚持制与治相融,群防群治激活基层治理“最末梢”
    疫情防控平稳有序
    防汛抗旱减灾不遗余力
    安全生产组合出击
    综治维稳全面加强
2023年工作计划 | planned 2023
  一、立足精准定位，提升经济工作新水平
    狠抓项目建设
    推动产业升级
    强化要素保障
  二、坚持规划引领，释放老城复兴新动能
    古城非遗商业区
    乡村生活体验区
    城郊适游休闲区
  三、注重统筹兼顾，开创建设管理新局面
    高质量推进品质西城建设
    高水平提升城市管理
    高标准抓好物业管理
  四、坚持服务为先，助力民生事业新发展
    整合优化窗口服务
    强化社区品牌建设
    办好民生关键小事
  五、优化体制机制，推动社会治理新进步
    全面提升网格化社会治理水平
    全面维护社会和谐稳定
    着力提升综合执法质效
"""


def test_the_whole_tree_of_xicheng():
    assert tree("xicheng-2022-work-report") == XICHENG.strip().replace("，", ",")


def test_a_heading_of_xicheng_stands_where_its_section_says():
    report = read_report(ROOT / "seeds" / "xicheng-2022-work-report.txt")
    sections = split_sections(report.text, report.year)
    for section in sections:
        assert report.text[section.start : section.body].rstrip("。") == section.heading
    by_heading = {section.heading: section for section in sections}
    assert by_heading["狠抓产业提升"].run_in
    assert not by_heading["四、坚持制与治相融,群防群治激活基层治理“最末梢”"].run_in
    industry = by_heading["狠抓产业提升"]
    assert industry.start < 330 < 343 < industry.end
    assert report.text[: industry.end].endswith("步阳国际成功上市,")


@pytest.mark.parametrize(
    ("report", "parts"),
    [
        (
            "national-2014",
            [
                "一、2013年工作回顾 | done 2013",
                "二、2014年工作总体部署 | planned 2014",
                "三、2014年重点工作 | planned 2014",
            ],
        ),
        (
            "national-2018",
            [
                "一、过去五年工作回顾 | done 2013-2017",
                "二、2018年经济社会发展总体要求和政策取向 | planned 2018",
                "三、对2018年政府工作的建议 | planned 2018",
            ],
        ),
    ],
)
def test_the_parts_of_a_national_report_and_no_period_of_another_kind_in_them(report, parts):
    assert [line for line in tree(report).split("\n") if "|" in line] == parts


def test_the_tasks_of_a_national_report_are_its_second_level():
    tasks = [line.strip() for line in tree("national-2018").split("\n") if line.startswith("  （")]
    assert len(tasks) == 18
    assert tasks[0].startswith("（一）坚持稳中求进工作总基调")
    assert tasks[-1] == "（九）提高保障和改善民生水平"


TREES = {
    "heping-town-2022": """
一、2022年工作总结 | done 2022
  （一）工业经济
  （二）农业农村
  （三）民生实事
  （四）存在的主要问题 | - 2022
二、2023年工作计划 | planned 2023
  （一）做强工业经济
  （二）改善民生福祉
""",
    "donghu-subdistrict-2023-half": """
东湖街道2023年上半年工作总结和下半年工作计划 | -
  一、上半年工作开展情况 | done 2023
    经济运行平稳
    城市管理有力
    基层治理有序
  二、存在问题 | - 2023
  三、下半年工作打算 | planned 2023
    全力推进项目建设
    持续提升城市品质
""",
    "qingshan-county-2022-speech": """
一、过去五年工作回顾 | done 2017-2021
二、今后五年的奋斗目标和主要任务 | planned 2022-2026
三、2022年重点工作 | planned 2022
  （一）聚力项目攻坚
  （二）聚力乡村振兴
""",
    "liuyuan-bare": """
柳园乡2021年工作总结 | done 2021
  党的建设
  产业发展
  社会事业
下一步工作打算 | planned 2022
""",
    "housing-bureau-2022": """
县住房和城乡建设局二〇二二年工作总结及二〇二三年工作要点 | -
  一、二〇二二年工作总结 | done 2022
    (一)住房保障
    (二)城市更新
  二、二〇二三年工作要点 | planned 2023
    (一)抓好保交楼工作
    (二)抓好安全生产
""",
    "linjiang-district-term": """
临江区人民政府“十三五”时期工作回顾和2021年工作安排 | -
  一、“十三五”时期工作回顾 | done 2016-2020
    一是坚持创新驱动
    二是坚持绿色发展
    三是坚持共建共享
  二、“十四五”时期主要目标任务 | planned 2021-2025
  三、2021年工作安排 | planned 2021
    第一，抓项目、扩投资
    第二，优环境、增活力
""",
    "meixi-quarters": """
梅溪街道2023年前三季度工作情况 | done 2023
  1.经济发展
  2.平安建设
  3.下一步工作计划 | planned 2023
""",
    "yongfeng-plan-only": """
永丰镇2024年工作计划 | planned 2024
  一、推动产业发展取得新突破
    （一）抓实粮食生产
    （二）抓实工业招引
  二、推动乡村治理取得新成效
  三、保障措施
""",
    "xinhua-table": """
第一部分 主要工作完成情况 | done 2022
  一、全年完成固定资产投资12.3亿元
  二、坚持“三个优先”，民生保障更有温度
第二部分 下一步工作思路 | planned 2023
  一、狠抓招商引资，确保引进10亿元以上项目1个
""",
    "shiqiao-noheadings-2022": "",
}


@pytest.mark.parametrize("name", TREES)
def test_the_tree_of_a_local_report(name):
    assert tree(name) == TREES[name].strip()


def test_a_vocative_closes_the_sections_below_the_part():
    text = "一、2022年工作回顾\n（一）产业\n整治77家。\n各位代表！成绩来之不易。"
    part, industry = split_sections(text)
    assert text[industry.start : industry.end].endswith("整治77家。")
    assert part.end == len(text)


def test_the_last_run_in_heading_of_a_row_ends_like_the_others_with_its_paragraph():
    rows = "狠抓产业提升。全年完成整治任务七十七家。\n狠抓平台升级。全年建成平台载体三个。\n"
    text = f"一、工作回顾\n{rows}一年来的成绩来之不易。"
    assert text[: split_sections(text)[-1].end].endswith("三个。")


@settings(deadline=None)
@given(st.text(st.sampled_from("一二三、（）1.。：；“”！\n 　是2022年工作回顾计划抓好各位代表—")))
def test_the_sections_of_any_text_form_a_tree(text):
    sections = split_sections(text)
    for i, section in enumerate(sections):
        assert section.index == i
        assert 0 <= section.start < section.body <= section.end <= len(text)
        assert (
            text[section.start : section.body].startswith(section.heading)
            or section.heading in text[section.start : section.body]
        )
        if section.parent is None:
            assert section.level == 0
        else:
            parent = sections[section.parent]
            assert section.level == parent.level + 1
            assert parent.body <= section.start
            assert section.end <= parent.end
    assert [s.start for s in sections] == sorted({s.start for s in sections})
