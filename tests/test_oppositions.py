import pytest

from chat_app.oppositions import opposition, other_measure
from chat_app.quantifiers import all_did, not_each

CASES = [
    ("所有村卫生室都用上了基本药物", "基本药物制度覆盖80%以上村卫生室", "80%以上"),
    ("各个村都开了书店", "竹溪村试点“书屋+书店”模式", "试点"),
    ("中央部门没有一家公开三公经费", "98个中央部门公开“三公经费”", "98个"),
    ("二水厂怎么一滴水都还没供上", "第二水厂建成供水", "建成"),
    ("到县城要50分钟", "车程由50分钟缩短到35分钟", "35分钟"),
    ("加工中心要拖到年底", "6月底前建成加工中心", "6月底"),
    ("新材料项目上半年就能投产", "力争新材料项目12月底前投产", "12月底"),
    ("产业基金归县财政局管", "设立产业基金,由镇经济发展办公室牵头管理", "镇经济发展办公室"),
    ("卫生院跟省人民医院搞了医共体", "与县人民医院组建医共体", "县人民医院"),
    ("上坪村当上全国文明村镇了", "上坪村获评全国文明村镇提名", "提名"),
    ("4164平方米是全街道加起来的总数", "每万人拥有公共文化设施面积4164m2", "每万人"),
    ("为了稳增长扩大了赤字", "不扩大赤字,不超发货币", "不扩大"),
    ("会不会把农业的投入砍下来", "确保农业投入只增不减", "只增不减"),
    ("三公经费今年还要增加", "三公经费只减不增", "只减不增"),
    ("智能设备所有的村都埋好点了", "完成8个村的智能设备埋点工作", "8个村"),
    ("微项目已经在全部社区铺开", "试行微项目模式", "试行"),
    ("50万以上的村20个", "收入50万元以上村数达33个,100万元以上村数达20个", "33个"),
    ("清单以外的部门还可以自己审批吗", "清单之外的,一律不得实施审批", "一律不得"),
]


@pytest.mark.parametrize(("asked", "said", "expected"), CASES)
def test_wordings_that_exclude_each_other_are_found(asked, said, expected):
    found = opposition(asked, said)
    assert found is not None
    assert found.said == expected
    assert found.asked in asked


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("茶叶产值翻了两番", "综合产值3.1亿元,比2016年翻了一番", "翻了一番"),
        ("隧道两年能打通吧", "由县交通局组织实施,工期30个月", "30个月"),
        ("工期一年半", "工期30个月", "30个月"),
        ("工期两年半", "工期30个月", None),
        ("这两年修了多少路", "工期30个月", None),
    ],
)
def test_another_multiple_or_duration_is_found(asked, said, expected):
    found = other_measure(asked, said)
    assert (found.said if found else None) == expected


def test_which_did_not_is_not_asked_of_what_all_did():
    found = all_did("还有几个村没过十万", "14个行政村收入全部超过10万元")
    assert found is not None
    assert (found.asked, found.said) == ("没过十万", "全部")
    assert all_did("还有几个村没过十万", "12个行政村收入超过10万元") is None
    assert opposition("卫生厕所有没有普及", "卫生厕所普及率91%") is None  # 厕所有, not 所有


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("签约的企业都投产了", "签约入驻企业11家,全部投产"),
        ("居民满意率上升了", "满意率98%"),
        ("原来到县城要50分钟", "车程由50分钟缩短到35分钟"),
        ("6月建成加工中心", "6月底前建成加工中心"),
        ("上半年投产", "6月底前投产"),
        ("基金归经济发展办公室管", "由镇经济发展办公室牵头管理"),
        ("没有扩大赤字", "不扩大赤字"),
        ("敬老院是去年建的", "敬老院由镇民政办公室组织实施"),
        ("敬老院是不是有个专班在管", "敬老院由镇民政办公室牵头"),
        ("检查一分钱都不收", "免费开展筛查2000人"),
        ("每万人4164平方米,总共多少", "每万人拥有公共文化设施面积4164m2"),
    ],
)
def test_what_agrees_or_says_nothing_is_left_alone(asked, said):
    assert opposition(asked, said) is None


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("签约的企业家家都投产了", "签约入驻企业11家,已投产7家", "7家"),
        ("十件实事全办完了", "十件民生实事办结九件", "九件"),
        ("积水点都消除了", "12处积水点消除11处", "11处"),
        ("签约的企业家家都投产了", "签约入驻企业11家,全部投产", None),
        ("签约的企业投产了", "签约入驻企业11家,已投产7家", None),
    ],
)
def test_some_that_are_counted_are_not_each_of_them(asked, said, expected):
    found = not_each(asked, said)
    assert (found.said if found else None) == expected
