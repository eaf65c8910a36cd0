import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import readers
from indexer.readers import ReadError, read_report, report_files

SEEDS = Path(__file__).parents[1] / "seeds"
REPORTS = Path(__file__).parent / "data" / "reports"
BODY = "一、工作回顾\n全年完成整治77家。"


@pytest.fixture
def report(tmp_path):
    file = tmp_path / "heping.txt"
    file.write_text(BODY, encoding="utf-8")
    return file


def sources(report, text):
    report.with_name("sources.toml").write_text(text, encoding="utf-8")
    return report


def entry(**fields):
    return "[[report]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items()) + "\n"


def refusal(path):
    with pytest.raises(ReadError) as caught:
        read_report(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_the_report_of_xicheng_is_read_with_all_that_is_known_of_it():
    report = read_report(SEEDS / "xicheng-2022-work-report.txt")
    assert report.index_number == "11330784732013798F/2023-96781"
    assert (report.date, report.year, report.id) == ("2023-09-07", 2022, "xicheng-2022")
    assert (report.title, report.publisher) == ("西城街道2022年工作报告", "永康市西城街道办事处")
    assert report.text.startswith("2022年主要工作回顾\n2022年是极不寻常")
    assert report.text.endswith("同步联动。")
    assert report.text[330:343] == "完成低效工业企业整治77家"
    assert report.digest.startswith("sha256:")


def test_where_the_source_of_xicheng_cuts_a_sentence_it_stays_cut():
    text = read_report(SEEDS / "xicheng-2022-work-report.txt").text
    assert "步阳国际成功上市,\n狠抓招大引强" in text
    assert "等道路工程征地拆迁\n二、坚持规划引领" in text


def test_a_page_with_furniture_all_around_yields_its_facts_and_its_text():
    report = read_report(REPORTS / "heping-town-2022.txt")
    assert report.title == "和平镇2022年工作总结和2023年工作计划"
    assert report.publisher == "和平镇人民政府"
    assert report.date == "2023-01-05"
    assert report.index_number == "11330784MB1234567X/2023-00012"
    assert report.text.lstrip().startswith("2022年，和平镇在县委")
    assert report.text.endswith("确保8月底前投用。")


def test_nothing_is_known_of_a_bare_report(report):
    read = read_report(report)
    assert read.text == BODY
    assert (read.id, read.source) == ("heping", "heping.txt")
    assert (read.title, read.publisher, read.date, read.year, read.url, read.examples) == ("", "", "", None, "", ())


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("云溪镇人民政府工作报告", "云溪镇人民政府工作报告"),
        ("　临江街道2023年工作总结（摘要）", "临江街道2023年工作总结（摘要）"),
        ("2022年主要工作回顾", ""),
        ("政府工作报告", ""),
        ("各位代表：", ""),
        ("全镇完成整治77家，现作报告", ""),
    ],
)
def test_a_first_line_that_names_the_report_is_its_title(report, line, title):
    report.write_text(f"{line}\n{BODY}", encoding="utf-8")
    read = read_report(report)
    assert (read.title, read.text) == (title, f"{line}\n{BODY}")


def test_line_ends_of_other_systems_do_not_change_the_text(report):
    report.write_bytes(BODY.replace("\n", "\r\n").encode("gb18030"))
    assert read_report(report).text == BODY


def test_what_sources_toml_says_goes_before_what_the_page_says(report):
    report.write_text(f"标题：页面标题 发布时间：2023-01-05\n{BODY}", encoding="utf-8")
    known = entry(file='"heping.txt"', title='"和平镇总结"', year=2022, url='""', examples='["完成了多少家？"]')
    read = read_report(sources(report, known))
    assert (read.title, read.date, read.year, read.examples) == ("和平镇总结", "2023-01-05", 2022, ("完成了多少家？",))


@pytest.mark.parametrize("date", ['"2023-09-07"', "2023-09-07", "2023-09-07T10:00:00"])
def test_a_date_may_be_written_as_toml_has_it(report, date):
    assert read_report(sources(report, entry(file='"heping.txt"', date=date))).date == "2023-09-07"


def test_an_entry_for_another_file_says_nothing(report):
    assert read_report(sources(report, entry(file='"other.txt"', title='"别的"'))).title == ""


def test_sources_toml_may_begin_with_a_byte_order_mark(report):
    report.with_name("sources.toml").write_bytes(b"\xef\xbb\xbf" + entry(file='"heping.txt"', year=2022).encode())
    assert read_report(report).year == 2022


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[report]\n", "not valid TOML"),
        ("[report]\nfile = 'heping.txt'\n", r"each report stands under a line \[\[report\]\]"),
        ("[[reports]]\nfile = 'heping.txt'\n", r"each report stands under a line \[\[report\]\]"),
        ("report = [1]\n", r"each report stands under a line \[\[report\]\]"),
        (entry(title='"和平镇"'), r"an entry has no file = \"…\" line"),
        (entry(file="3"), r"an entry has no file"),
        (entry(file='"heping.txt"', titel='"和平镇"'), "unknown field 'titel' for heping.txt; the fields are file, id"),
        (entry(file='"heping.txt"', year='"2022"'), "year of heping.txt has the wrong type"),
        (entry(file='"heping.txt"', year="true"), "year of heping.txt has the wrong type"),
        (entry(file='"heping.txt"', examples="[1]"), "examples of heping.txt has the wrong type"),
        (entry(file='"heping.txt"', year=22), "year 22 of heping.txt; write the four digits"),
        (entry(file='"heping.txt"', date='"2023-13-45"'), "date '2023-13-45' of heping.txt; write a day"),
        (entry(file='"heping.txt"', id='"../x"'), "id '../x' of heping.txt; use letters"),
        (entry(file='"heping.txt"', id='".."'), "id '..' of heping.txt; use letters"),
        (entry(file='"heping.txt"') * 2, "two entries for heping.txt; keep one"),
    ],
)
def test_a_mistake_in_sources_toml_is_named(report, text, complaint):
    message = refusal(sources(report, text))
    assert re.search(complaint, message)
    assert message.startswith(str(report.with_name("sources.toml")))


def test_sources_toml_in_another_encoding_is_refused(report):
    report.with_name("sources.toml").write_bytes(entry(file='"heping.txt"', title='"和平镇"').encode("gb18030"))
    assert "not in UTF-8; save" in refusal(report)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "the file is empty; put"),
        (b" \r\n\t", "the file is empty; put"),
        ("\u3000\n\u3000".encode(), "no words; put"),
        (b"\x7fELF\x00\x01\x02\xff" * 40, "not plain text"),
        ("打印\n关闭\n".encode(), "nothing but page furniture in this file; put"),
    ],
)
def test_a_file_without_a_report_is_refused_by_name(report, data, complaint):
    report.write_bytes(data)
    message = refusal(report)
    assert message.startswith(f"{report}: ")
    assert complaint in message


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "none.txt") == f"{tmp_path / 'none.txt'}: no such file or folder; check the path"


def test_a_folder_given_as_a_file_is_refused(tmp_path):
    assert "this is a folder; name a report file in it" in refusal(tmp_path)


def test_another_kind_of_file_is_refused(tmp_path):
    (tmp_path / "report.docx").write_bytes(b"PK")
    assert "only .txt and .md files are read" in refusal(tmp_path / "report.docx")


def test_what_is_no_regular_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no regular file" in refusal(tmp_path / "pipe.txt")


def test_a_name_that_no_file_can_have_is_refused(tmp_path):
    assert "cannot be read (File name too long); check" in refusal(tmp_path / ("字" * 300 + ".txt"))


def test_a_file_too_large_is_refused_before_it_is_read(report):
    with report.open("ab") as file:
        file.truncate(readers.MAX_BYTES + 1)
    assert "20.0 MB is too large for a report (limit 20 MB); split the file" in refusal(report)


def test_a_file_without_permission_is_refused(report):
    report.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.chmod(report.parent, 0)  # noqa: PTH101 - the folder, so that another user meets it too
        os.seteuid(65534)
    try:
        assert "cannot be read (Permission denied); check the path and its permissions" in refusal(report)
    finally:
        os.seteuid(user)
        os.chmod(report.parent, 0o700)  # noqa: PTH101


def test_damage_is_told_in_the_log(report, caplog):
    report.write_bytes((BODY * 50).encode()[:-1])
    assert read_report(report).text.endswith("\ufffd")
    assert "1 characters are damaged" in caplog.text


@settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_no_bytes_crash_the_reader(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "any.txt"
    file.write_bytes(data)
    try:
        text = read_report(file).text
    except ReadError:
        return
    assert text.strip()


def test_the_reports_of_a_folder_come_by_name_and_nothing_else_does(tmp_path):
    for name in ("b.txt", "a.md", ".hidden.txt", "sources.toml", "c.docx"):
        (tmp_path / name).touch()
    (tmp_path / "folder.txt").mkdir()
    assert [file.name for file in report_files(tmp_path)] == ["a.md", "b.txt"]


def test_a_folder_that_is_missing_or_holds_no_report_is_refused(tmp_path):
    with pytest.raises(ReadError, match="no such folder; name a folder with report files"):
        report_files(tmp_path / "none")
    with pytest.raises(ReadError, match=r"no report files in this folder; add reports as \.txt or \.md files"):
        report_files(tmp_path)
