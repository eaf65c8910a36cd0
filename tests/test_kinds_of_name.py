"""Names of one kind: another city, dynasty, office, road or number than the passage has."""

import pytest

from chat_app.kinds_of_name import other_of_kind


@pytest.mark.parametrize(
    ("asked", "said", "pair"),
    [
        ("书到杭州也能还", "实现了金华范围内图书的通借通还", ("杭州", "金华")),
        ("清朝那座风雨廊桥", "明代风雨廊桥完成普查登记", ("清朝", "明代")),
        ("神舟九号是几月飞的", "神舟八号飞船成功发射", ("神舟九号", "神舟八号")),
        ("责任书是跟居民签的", "签订企业安全生产责任书880余份", ("居民", "企业")),
        ("传承人教的是剪纸", "云溪山歌传承人为沈桂兰", ("剪纸", "山歌")),
        ("东线2013年通水", "中线一期主体工程如期完工", ("东线", "中线")),
        ("党委书记周砚秋作的报告", "镇长周砚秋", ("党委书记", "镇长")),
        ("两百万大学生毕业", "抓好农民工就业", None),
        ("那条线什么时候出货", "年产16万樘生产线申报入库", None),
        ("村民的责任书", "签订居民责任书", None),
        ("明代廊桥", "明代风雨廊桥完成登记", None),
        ("学生和老师都去", "企业、医生、居民参加", None),
    ],
)
def test_a_name_is_held_against_the_one_of_its_kind(asked, said, pair):
    found = other_of_kind(asked, said, said)
    assert ((found.asked, found.said) if found else None) == pair


def test_a_name_that_the_passage_has_elsewhere_is_no_other_name():
    assert other_of_kind("书到杭州也能还", "金华范围内通借通还", "杭州来的书,金华范围内通借通还") is None
