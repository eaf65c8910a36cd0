import pytest

from chat_app.typed import as_written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("收入过百万的村有几个", "收入100万元以上的村有几个"),
        ("集体收入五十万往上的村", "集体收入50万元以上的村"),
        ("接待上百万的游客", "接待100万以上的游客"),
        ("请问二〇二二年在那里修路,谢谢", "2022年在哪里修路"),
        ("22年一共办了几场", "2022年一共办了几场"),
        ("近20年修了几条路", "近20年修了几条路"),
        ("10年前有几家", "10年前有几家"),
        ("哪个五村", "哪五个村"),
        ("有每有空位,亿共几个", "有没有空位,一共几个"),
        ("三亿共几份", "三亿共几份"),
        ("收入过百万了吗", "收入过百万了吗"),
    ],
)
def test_what_is_typed_is_brought_nearer_to_writing(typed, written):
    assert as_written(typed) == written
