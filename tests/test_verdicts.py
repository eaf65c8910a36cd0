"""Yes or no: the clause that decides, and no verdict where none does."""

import pytest

from chat_app import grounding
from chat_app.answers import Answer, Citation, Outcome, Question, Statement
from chat_app.assertions import Reading
from chat_app.extractor import Extract
from chat_app.findings import read_parts
from chat_app.questions import read_question
from chat_app.verdicts import Decision, Sources, decide, only_planned
from indexer.corpus import Period, Scope
from tests.test_premises import evidence


def verdict(question, *texts, scope=Scope.DONE):
    query, found = read_question(Question(question), ()), evidence(*texts, scope=scope)
    quoted = [Extract(e, e.start, e.end, 1.0, 1.0, 1.0, frozenset(), None) for e in found]
    unsure = Reading(None, read_parts(found)[0], 0.0, sure=False)
    decision = decide(
        query, quoted, read_parts(found), Sources(lambda _: 1.0, "".join(texts), frozenset(), lambda _: unsure)
    )
    return (decision.verdict, decision.notes) if decision else (None, ())


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("责任书是跟居民签的,对不对?", "签订企业安全生产责任书880余份。"),
        ("要求里有一句“全市领先”吗?", "按照“特色鲜明、区域领先”的要求开展建设。"),
        ("乡下收入涨得比城里快吗?", "城镇和农村居民收入实际增长9.8%和8.5%。"),
        ("文体演出平均每月有十场吗?", "文体演出80余场次。"),
        ("文体演出摊到每个月有十场吗?", "每万人拥有公共文化设施4164平方米,文体演出80余场次。"),
        ("冷链项目是申报入库、防盗门项目才是落地,是这样吧?", "冷链物流项目落地,防盗门生产线技改项目申报入库。"),
    ],
)
def test_what_the_clause_does_not_say_is_not_affirmed(question, text):
    assert verdict(question, text)[0] != "yes"


def test_what_is_planned_has_not_happened_now():
    assert verdict("日间照料中心现在能住了吗?", "新建日间照料中心1所,设床位30张。", scope=Scope.PLANNED)[0] == "no"


def test_a_figure_of_something_else_is_put_right():
    found = verdict("服务指数那个98,指的是98家场馆吧?", "生活圈服务指数98分。")
    assert found == ("no", ("报告中是98分，不是98家。",))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("竹溪大桥通车了没有?", "竹溪大桥全面通车。", "yes"),
        ("冷链项目落地、防盗门项目申报入库,对吧?", "冷链物流项目落地,防盗门项目申报入库。", "yes"),
        ("竹溪大桥建成了吗?", "竹溪大桥顺利开工。", "no"),
        ("北区公园一期开放了吗?", "北区公园二期已投入使用,一期主体结顶。", "yes"),
        ("节能目标完成了吗?", "节能目标没有完成。", "no"),
        ("财政赤字有没有突破预算?", "财政赤字控制在预算范围内。", "no"),
        ("签约率到100%了吗?", "签约率、拆除率2个100%。", "yes"),
        ("停车难的问题解决了吗?", "停车难的问题仍较突出。", "no"),
        ("植树有上千棵吗?", "植树造林800余棵。", "no"),
    ],
)
def test_the_clause_decides(question, text, expected):
    assert verdict(question, text)[0] == expected


def test_no_yes_is_said_to_what_excludes_the_question():
    kept = "不管财力多么紧张,都要确保农业投入只增不减。"
    assert verdict("2014年会不会把对农业的投入砍下来一些?", kept) == ("no", ("报告中是“只增不减”，不是“砍”。",))
    assert verdict("农业投入会增加吗?", kept)[0] != "no"


def test_what_a_line_counts_is_put_right():
    text = "收入50万元以上村数达33个,100万元以上村数达20个。"
    assert verdict("50万以上的村20个,100万以上的倒有33个,这账怎么算的?", text)[0] == "no"
    assert verdict("50万以上的村33个,100万以上的有20个,这账怎么算的?", text)[0] != "no"


def test_what_is_only_planned_is_not_done():
    assert verdict("文化礼堂建好了吗?", "谋划建设文化礼堂2座。", scope=Scope.PLANNED) == (
        "no",
        ("报告把它列为2022年计划。",),
    )
    assert verdict("文化礼堂今年还建吗?", "谋划建设文化礼堂2座。", scope=Scope.PLANNED)[0] == "yes"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("镇上有电影院吗?", "新建停车场3处。"),
        ("竹溪大桥是外国设计师设计的吗?", "竹溪大桥全面通车。"),
        ("水渠修了3段吗?", "水渠修了5段。"),
        ("竹溪大桥修了多长?", "竹溪大桥全面通车。"),
        ("竹溪大桥是新建还是改建?", "竹溪大桥全面通车。"),
    ],
)
def test_where_nothing_decides_there_is_no_verdict(question, text):
    assert verdict(question, text)[0] is None


def test_the_assistant_corrects_a_premise_first(assistant):
    answer = assistant.ask(Question("低效企业整治100家是怎么完成的？")).to_dict()
    assert (answer["outcome"], answer["verdict"]) == ("answered", "no")
    assert answer["text"].startswith("报告中是77家，不是100家。")
    assert "报告中是77家，不是100家。" in answer["notes"]
    assert all(s["text"].rstrip("。") in answer["citations"][0]["quote"] for s in answer["statements"])


def test_the_assistant_says_yes_with_the_fact(assistant):
    answer = assistant.ask(Question("步阳国际上市了吗？"))
    assert (answer.verdict, answer.text) == ("yes", "是的：加快企业上市步伐,步阳国际成功上市。[1]")


def test_an_answer_that_is_no_yes_or_no_has_no_verdict(assistant):
    assert assistant.ask(Question("拆除了多少处违章搭建？")).verdict is None


def test_the_stream_says_the_opening_too(assistant):
    events = list(assistant.stream(Question("步阳国际上市了吗？")))
    assert "".join(data["text"] for name, data in events if name == "delta") == events[-1][1]["text"]


def test_the_check_holds_the_figures_of_the_opening():
    citation = Citation(1, "r", "", (), Period(), 0, 6, "整治77家。")
    answer = Answer(Outcome.ANSWERED, "报告中是77家，不是100家。整治77家。[1]", 1.0, "", 0.0,
                    statements=(Statement("整治77家。", (1,)),), citations=(citation,))  # fmt: skip
    texts = {"r": "整治77家。"}
    assert grounding.faults(answer, texts, "整治了100家吗")[:1] == []
    assert "figure 100" in grounding.faults(answer, texts, "整治了几家")[0]


def test_a_correction_is_read_once_and_other_notes_stay(assistant):
    answer = assistant.ask(Question("去年低效企业整治了100家对吧"))
    assert answer.text.startswith("报告中是77家，不是100家。")
    assert "报告中是77家，不是100家。" in answer.notes
    assert answer.further_notes == ("“去年”指2022年。",)


def test_only_a_premise_is_put_right():
    part = read_parts(evidence("谋划建设文化礼堂2座。", scope=Scope.PLANNED))[0]
    assert not only_planned(part).puts_right
    assert Decision("no", part, "报告中是“企业”，不是“居民”。", ("报告中是“企业”，不是“居民”。",)).puts_right
    assert not Decision("yes", part, "是的：").puts_right
