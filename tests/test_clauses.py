import pytest

from chat_app.clauses import split_clauses


def clauses(text):
    return [text[c.start : c.end] for c in split_clauses(text)]


def test_a_sentence_is_cut_at_its_commas():
    assert clauses("坚决扛起大旗,完成整治77家，整治444.35亩。") == ["坚决扛起大旗", "完成整治77家", "整治444.35亩"]


def test_quotation_marks_and_brackets_keep_their_commas():
    assert clauses("建立“1,2”(1名带队,配备4名)小组,开展攻坚") == ["建立“1,2”(1名带队,配备4名)小组", "开展攻坚"]


def test_a_thousands_separator_is_no_comma():
    assert clauses("投入1,234万元,增长3%") == ["投入1,234万元", "增长3%"]


def test_a_growth_rate_leans_on_the_clause_before_it():
    text = "固定资产投资完成6.87亿元,同比增长77.53%,其中工业投资完成3.15亿元"
    first, second, third = split_clauses(text)
    assert [c.leans(text) for c in (first, second, third)] == [False, True, False]
    assert text[third.start : third.end] == "工业投资完成3.15亿元"


@pytest.mark.parametrize(
    "clause",
    [
        "100万元以上村数达20个",
        "服务群众560余人次",
        "签约率、腾空率3个100%",
        "总投资12.5亿元",
        "新开工700万套以上",
        "比上年增加5600亿元",
    ],
)
def test_a_clause_without_a_subject_leans(clause):
    text = f"前面的一句,{clause}"
    assert list(split_clauses(text))[1].leans(text)


@pytest.mark.parametrize(
    "clause", ["投资7661万元的改造项目完成入库", "9天完成42宗签约", "80家企业入驻", "完成企业整治77家"]
)
def test_a_clause_with_its_own_verb_stands_alone(clause):
    text = f"前面的一句,{clause}"
    assert not list(split_clauses(text))[1].leans(text)
