"""What staff read: what was asked, asked in vain and voted down; and the questions it yields for the evaluation set."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chat_app.alike import group
from chat_app.feedback import AskedQuestion, Vote
from chat_app.gap_page import in_html
from chat_app.gap_report import GapReport, gap_report
from chat_app.gap_text import in_text
from chat_app.ledger import FILE_NAME, Ledger
from indexer.encoders import load_encoder

INDEX = "sha256:0a"
NOON = 1_700_000_000  # 2023-11-15 06:13 in Beijing
DAY = 86_400
TYPES = "'number', 'entity', 'list'"


def asked(question: str, outcome: str = "answered", at: int = NOON, **fields: str) -> AskedQuestion:
    record = AskedQuestion(question, outcome, 0.42, ("xicheng-2022",), INDEX, at=at)
    return replace(record, follow_up="earlier" in fields, **fields)


def down(question: str, reason: str = "", comment: str = "") -> Vote:
    return Vote(question, INDEX, "down", reason, comment, at=NOON)


def report(records: list[AskedQuestion], votes: list[Vote]) -> GapReport:
    found = gap_report(records, votes, load_encoder().encode)
    assert found
    return found


SCHOOL, MILLS, DEMOLISHED = "小学学区怎么划分？", "整治了多少家低效工业企业？", "去年拆了多少违建？"
ASKED = [
    asked(MILLS, at=NOON - DAY),
    asked(SCHOOL, "not_found", nearest="学校一所。"),
    asked("学区划分是怎样的", "not_found", at=NOON + DAY, nearest="新建学校一所。"),
    asked(SCHOOL, "not_found"),
    asked(DEMOLISHED, "partly"),
    asked("那2023年呢？", "not_found", earlier=MILLS),
]
VOTES = [
    down(SCHOOL, "no_answer", "<b>找谁</b>"),
    down(SCHOOL, "no_answer"),
    Vote(MILLS, INDEX, "up", at=NOON),
    down("没有记下的问题", "other"),
]


def test_questions_in_other_words_are_one_topic():
    (topic, *_) = report(ASKED, VOTES).topics
    assert (topic.question, topic.wordings, topic.asked, topic.not_found) == (SCHOOL, ("学区划分是怎样的",), 3, 3)
    assert topic.last == date(2023, 11, 16)
    assert topic.nearest == "新建学校一所。"
    assert (topic.down, topic.up, topic.reasons, topic.comments) == (2, 0, {"no_answer": 2}, ("<b>找谁</b>",))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (asked("2022年财政收入是多少？"), asked("请问2022年財政收入多少"), True),
        (asked("2022年财政收入是多少？"), asked("2023年财政收入是多少？"), False),
        (asked("去年新建了多少所学校"), asked("今年要新建多少所学校"), False),
        (asked("投资1000万元的项目有几个"), asked("投资5000万元的项目有几个"), False),
        (asked("拆了多少违建", place="x 1 9"), asked("违章搭建拆除数量", place="x 1 9"), True),
        (asked("拆了多少违建", place="x 1 9"), asked("路灯修了没有", place="x 1 9"), False),
        (asked("那2023年呢", earlier="财政收入多少"), asked("那2023年呢", earlier="违建拆了多少"), False),
    ],
)
def test_what_is_the_same_question(one, other, alike):
    assert len(group([one, other], load_encoder().encode)) == (1 if alike else 2)


def test_many_questions_are_grouped_in_little_time():
    many = [asked(f"第{i}小区的电梯什么时候装好？", "not_found") for i in range(2_000)]
    groups = group(many, load_encoder().encode)
    assert sum(map(len, groups)) == 2_000
    assert len(groups) == 2_000


def test_everything_is_counted_once():
    found = report(ASKED, VOTES)
    assert (found.asked, found.answered, found.partly, found.not_found, found.up, found.down) == (6, 1, 1, 4, 1, 3)
    assert sum(topic.asked for topic in found.topics) == 6
    assert sum(topic.down for topic in found.topics) == 3
    assert [(day.day.day, day.asked, day.not_found, day.down) for day in found.days] == [
        (14, 1, 0, 0),
        (15, 4, 3, 3),
        (16, 1, 1, 0),
    ]


def test_small_talk_is_not_asked_in_vain():
    talk = [asked("你好", "small_talk"), asked("讲个笑话", "small_talk", at=NOON + 5 * DAY)]
    found = report([*ASKED, *talk], VOTES)
    assert found == replace(report(ASKED, VOTES), small_talk=2)
    assert "另有 2 句寒暄或闲聊，没有算在里面。" in in_text(found)
    assert gap_report(talk, [], load_encoder().encode) is None


def test_what_was_asked_in_vain_comes_first_and_by_count():
    assert [topic.question for topic in report(ASKED, VOTES).in_vain] == [SCHOOL, "那2023年呢？"]
    assert [topic.down for topic in report(ASKED, VOTES).voted_down] == [2, 1]


def test_the_text_tells_staff_what_they_need():
    text = in_text(report(ASKED, VOTES))
    assert "共 6 个问题：答出 2（33%）（其中部分答出 1），报告里没有 4（67%）。" in text
    assert "共 4 个评价：有用 1（25%），没用 3。" in text
    assert "  3 次  小学学区怎么划分？（最近 2023-11-16）" in text
    assert f"那2023年呢？〔接着问：{MILLS}〕" in text
    assert "没有回答 2" in text
    assert "留言：<b>找谁</b>" in text


def test_the_page_shows_what_visitors_wrote_as_text():
    page = in_html(report([*ASKED, asked("<img src=x onerror=alert(1)>", "not_found")], VOTES))
    assert "&lt;b&gt;找谁&lt;/b&gt;" in page
    assert "<img" not in page
    assert "<b>找谁" not in page


# On the command line


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ledger = Ledger.open(tmp_path / "data" / FILE_NAME)
    ledger.add([*ASKED, *VOTES])
    ledger.close()
    return tmp_path / "data"


def run(package: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", package, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)


def test_the_command_prints_the_report_and_writes_the_page(data, tmp_path):
    done = run("chat_app", "report", "--data", data, "--html", tmp_path / "report.html")
    assert done.returncode == 0
    assert done.stdout.startswith("居民提问情况（2023-11-14 至 2023-11-16）")
    assert "小学学区怎么划分" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_json_holds_every_topic(data):
    found = json.loads(run("chat_app", "report", "--data", data, "--json").stdout)
    assert (found["asked"], found["first"], found["reasons"]) == (6, "2023-11-14", {"no_answer": 2, "other": 1})
    assert found["topics"][0]["question"] == SCHOOL


def test_since_leaves_out_what_is_older(data):
    assert json.loads(run("chat_app", "report", "--data", data, "--json", "--since", "30").stdout) == {}
    assert run("chat_app", "report", "--data", data, "--since", "0").returncode == 2


@pytest.mark.parametrize("there", [False, True], ids=["no file", "an empty file"])
def test_nothing_recorded_is_one_plain_line(tmp_path, there):
    if there:
        Ledger.open(tmp_path / FILE_NAME).close()
    done = run("chat_app", "report", "--data", tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("还没有记录")
    assert done.stdout.count("\n") == 1
    assert (tmp_path / FILE_NAME).exists() == there


def test_a_damaged_file_is_one_line_and_exit_code_1(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 1000)
    done = run("chat_app", "report", "--data", tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "is damaged" in done.stderr


def test_candidates_need_only_what_a_person_knows(data, tmp_path, seeds_index):
    """What is left open is named by ``validate``; once it is filled in, the file is a question set."""
    file = tmp_path / "candidates.jsonl"
    assert run("chat_app", "report", "--data", data, "--to-questions", file).returncode == 0
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [record["question"] for record in records] == [SCHOOL, "那2023年呢？", "没有记下的问题"]
    assert "没有答出 3 次" in records[0]["notes"]
    assert (records[1]["history"], records[1]["tags"]) == ([MILLS], ["follow_up"])
    found = run("eval", "validate", file, "--index", seeds_index)
    assert found.returncode == 2
    told = found.stdout + found.stderr
    for line in (1, 2, 3):
        assert f"{file}:{line}: type: Input should be {TYPES}" in told
        assert f"{file}:{line}: answerable: Input should be a valid boolean; correct the field" in told
    filled = [r | {"type": "unanswerable", "answerable": False, "unanswerable_kind": "absent"} for r in records]
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in filled), encoding="utf-8")
    assert run("eval", "validate", file, "--index", seeds_index).returncode == 0


def test_a_file_that_is_there_is_replaced_only_on_request(data, tmp_path):
    file = tmp_path / "candidates.jsonl"
    file.write_text("completed by hand", encoding="utf-8")
    done = run("chat_app", "report", "--data", data, "--to-questions", file)
    assert (done.returncode, file.read_text(encoding="utf-8")) == (1, "completed by hand")
    assert "--force" in done.stderr
    assert run("chat_app", "report", "--data", data, "--to-questions", file, "--force").returncode == 0
    assert SCHOOL in file.read_text(encoding="utf-8")
