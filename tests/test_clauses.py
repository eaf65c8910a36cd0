from chat_app.clauses import split_clauses


def clauses(text):
    return [text[c.start : c.end] for c in split_clauses(text, 0, len(text))]


def test_a_sentence_is_cut_at_its_commas():
    assert clauses("坚决扛起大旗,完成整治77家，整治444.35亩。") == ["坚决扛起大旗", "完成整治77家", "整治444.35亩"]


def test_quotation_marks_and_brackets_keep_their_commas():
    assert clauses("建立“1,2”(1名带队,配备4名)小组,开展攻坚") == ["建立“1,2”(1名带队,配备4名)小组", "开展攻坚"]


def test_a_thousands_separator_is_no_comma():
    assert clauses("投入1,234万元,增长3%") == ["投入1,234万元", "增长3%"]


def test_a_growth_rate_leans_on_the_clause_before_it():
    text = "固定资产投资完成6.87亿元,同比增长77.53%,其中工业投资完成3.15亿元"
    first, second, third = split_clauses(text, 0, len(text))
    assert [c.leans(text) for c in (first, second, third)] == [False, True, False]
    assert text[third.start : third.end] == "工业投资完成3.15亿元"
