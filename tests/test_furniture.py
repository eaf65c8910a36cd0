import pytest

from indexer.furniture import strip_furniture

BODY = "一、工作回顾\n全年完成整治77家。"


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 工作总结",
        "您现在的位置：首页 > 信息公开",
        "索引号：1133/2023-1 发布机构：和平镇人民政府",
        "索引号\t1133/2023-1\t发布机构\t和平镇人民政府",
        "| 索引号 | 1133/2023-1 | 发布机构 | |",
        "文号：",
        "发布时间：2023年1月5日　浏览次数：12",
        "2023-01-05 10:20 来源：西城街道 浏览：12",
        "【字体：大 中 小】　【打印】　【关闭】",
        "字体：[大 中 小] A+ A- 分享到：微信 微博",
        "- 字体: 【 大 中 小 】",
        "打印",
        "-",
        "扫一扫在手机打开当前页",
        "附件：1.重点项目表.xlsx",
        "2.财政收支表.pdf（236KB）",
        "上一篇：关于2022年财政决算的报告",
        "下一篇 没有了",
        "责任编辑：张三",
        "版权所有：和平镇人民政府　浙ICP备05001234号-1",
        "浙公网安备33078402000001号",
        "政府网站标识码：3307840001",
    ],
)
def test_a_line_of_furniture_goes_at_either_end(line):
    assert strip_furniture(f"{line}\n{BODY}\n\n{line}\n").body == BODY


@pytest.mark.parametrize(
    "line",
    [
        "整治打印店12家，关闭小作坊3家。",
        "完成网站ICP备案120家",
        "大力发展中小企业",
        "来源：全年引进人才的来源更加广泛。",
        "阅读：全年开展活动30场；参加2000人次",
        "2023年1月5日",
        "和平镇人民政府",
        "今年",
        "字" * 201 + "打印",
    ],
)
def test_a_line_of_the_body_stays_at_either_end(line):
    assert strip_furniture(f"{line}\n{BODY}\n{line}").body == f"{line}\n{BODY}\n{line}"


def test_furniture_inside_the_body_stays():
    page = "第一句。\n打印\n发布时间：2023年1月5日\n最后一句。"
    assert strip_furniture(page).body == page


def test_the_facts_of_a_table_are_kept_and_only_those_it_names():
    page = strip_furniture(f"索引号 | 1133/2023-1 | 发布机构 | |\n发文时间 | 2023-09-07 17:19:23 | 文号 | |\n{BODY}")
    assert page.facts == {"index_number": "1133/2023-1", "date": "2023-09-07"}


def test_facts_are_read_from_one_line():
    page = strip_furniture(f"索引号：1133/1 信息来源：和平镇 发布日期：2023年1月5日 字号：[大 中 小]\n{BODY}")
    assert page.facts == {"index_number": "1133/1", "publisher": "和平镇", "date": "2023-01-05"}


def test_values_on_lines_of_their_own_belong_to_the_key_above():
    page = strip_furniture(f"索引号：\n1133/1\n发布机构：\n和平镇\n发布日期：\n2023-01-05\n{BODY}")
    assert page.facts == {"index_number": "1133/1", "publisher": "和平镇", "date": "2023-01-05"}
    assert page.body == BODY


def test_the_last_short_line_above_furniture_is_the_title():
    page = strip_furniture(f"某市人民政府\n和平镇2022年工作总结\n发布时间：2023-01-05\n{BODY}")
    assert page.facts["title"] == "和平镇2022年工作总结"
    assert page.body == BODY


def test_an_empty_key_does_not_take_the_title_for_its_value():
    page = strip_furniture(f"文号：\n和平镇2022年工作总结\n发布时间：2023-01-05 浏览次数：3\n{BODY}")
    assert page.facts["title"] == "和平镇2022年工作总结"


def test_short_lines_with_furniture_below_only_are_the_body():
    assert strip_furniture("和平镇总结\n一、完成整治\n打印\n关闭").body == "和平镇总结\n一、完成整治"


@pytest.mark.parametrize("date", ["2023-13-45", "不详", ""])
def test_a_day_that_is_none_stays_unknown(date):
    assert "date" not in strip_furniture(f"发布时间：{date} 浏览次数：12\n{BODY}").facts


def test_a_page_of_furniture_only_has_no_body():
    assert strip_furniture("打印\n关闭\n索引号：1133").body == ""


@pytest.mark.parametrize("line", ["扫一扫" * 66, "索引号：" * 50, "[ " * 100, "-" * 200, " " * 1_000_000 + "x"])
def test_odd_lines_take_no_time(line):
    assert strip_furniture(f"{line}\n{BODY}").body.endswith(BODY)
