import pytest

from indexer.headings import find_headings, vocatives

LONG = "全年完成各项整治任务，人居环境明显提升，群众满意度持续提高，各项工作走在全县前列，得到上级部门充分肯定。"
"""A paragraph that is nothing but prose."""


def shown(text):
    return [heading.shown for heading in find_headings(text)]


@pytest.mark.parametrize(
    "line",
    [
        "第一部分 2022年工作回顾",
        "一、坚持快与稳并进,创新驱动跑出“加速度”",
        "　　一、坚持规划引领",
        "一．坚持规划引领",
        "（一）狠抓产业提升",
        "(一)狠抓产业提升",
        "1．狠抓产业提升",
        "1、狠抓产业提升",
        "（1）狠抓产业提升",
        "2022年主要工作回顾",
        "2022年工作总结（摘要）",
        "存在的问题",
    ],
)
def test_a_heading_stands_on_its_own_line(line):
    (heading,) = find_headings(f"{line}\n{LONG}")
    assert heading.shown == line.strip()
    assert not heading.run_in


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        (f"狠抓产业提升。{LONG}", "狠抓产业提升"),
        (f"一、坚持规划引领。{LONG}", "一、坚持规划引领"),
        (f"（一）狠抓产业提升。{LONG}", "（一）狠抓产业提升"),
        (f"1.狠抓产业提升.{LONG}", "1.狠抓产业提升"),
        (f"一、工业经济：{LONG}", "一、工业经济"),
        (f"（三）民生实事:{LONG}", "（三）民生实事"),
        (f"一是坚持创新驱动，增强活力。{LONG}", "一是坚持创新驱动，增强活力"),
        (f"第一，抓项目。{LONG}", "第一，抓项目"),
        (f"——经济运行缓中趋稳。{LONG}", "经济运行缓中趋稳"),
        (f"全面推进“厕所。革命”。{LONG}", "全面推进“厕所。革命”"),
    ],
)
def test_a_heading_runs_on_into_its_text(line, heading):
    (found,) = find_headings(line)
    assert found.shown == heading
    assert found.run_in


@pytest.mark.parametrize(
    "line",
    [
        "1．新建农村公路12.4公里；",
        "1、投资300万元改造提升应宅梯田基础设施。",
        "（1）城区主干管8公里；",
        f"（一）全年实现产值68亿元。{LONG}",
        f"一、现将有关情况汇报如下：{LONG}",
        f"完成整治77家。{LONG}",
        f"新增绿地4.2万平方米。{LONG}",
        f"截至目前进展顺利。{LONG}",
        f"面对困难,迎难而上。{LONG}",
        "一二三产业融合发展，二、三产业占比提高。",
        "3.5亿元投资落地。",
        "各位代表！",
        f"同志们：{LONG}",
        "和平镇人民政府",
        "2023年1月5日",
    ],
)
def test_a_line_of_the_body_is_no_heading(line):
    assert shown(f"{line}\n{LONG}") == []


def test_a_numbered_list_is_body_down_to_its_last_item():
    assert shown(f"（三）民生实事\n1．完善制度；\n2．加强培训\n3．严格考核。\n{LONG}") == ["（三）民生实事"]


def test_a_table_of_contents_takes_no_heading_from_the_text():
    contents = "一、2022年工作回顾\n二、2023年工作计划\n"
    text = f"{contents}一、2022年工作回顾\n{LONG}\n二、2023年工作计划\n{LONG}"
    assert [heading.start for heading in find_headings(text)] == [text.rindex("一、"), text.rindex("二、")]


def test_a_heading_with_a_figure_is_searched_like_a_sentence():
    (heading,) = find_headings(f"一、全年完成投资12.3亿元\n{LONG}")
    assert heading.run_in


def test_a_year_in_a_heading_is_no_figure():
    (heading,) = find_headings(f"一、2022年主要工作回顾\n{LONG}")
    assert not heading.run_in


def test_run_in_headings_divide_a_line_that_a_numbered_heading_opened():
    line = (
        "二、坚持规划引领，释放老城复兴新动能。立足现有资源禀赋。古城非遗商业区。依托步行街等平台打造经济带长廊和步行街区。"
        "乡村生活体验区。以永方线为轴线，整合潜村、郎下等美丽乡村群落。"
    )
    assert shown(line)[1:] == ["古城非遗商业区", "乡村生活体验区"]


def test_topics_alone_on_a_line_are_headings_where_there_are_several():
    assert shown(f"党的建设\n{LONG}\n产业发展\n{LONG}") == ["党的建设", "产业发展"]
    assert shown(f"党的建设\n{LONG}") == []


def test_lines_that_open_a_speech_are_no_topics():
    opening = f"和平镇政府工作报告\n镇长　张三\n（2023年1月5日）\n在镇人民代表大会上\n和平镇人民政府\n{LONG}\n"
    assert shown(opening * 2) == []
    assert shown(f"二〇二三年一月五日\n{LONG}\n（二〇二三年十二月二十八日）\n{LONG}") == []


def test_vocatives_are_found_alone_and_at_the_start_of_a_paragraph():
    assert vocatives("各位代表：\n同志们的支持\n　各位代表！实干成就未来。") == [0, 13]


def test_an_open_quotation_mark_loses_no_heading_after_it():
    assert shown(f"一、甲“乙。{LONG}{LONG}\n二、抓好“产业\n{LONG}") == ["一、甲“乙", "二、抓好“产业"]
