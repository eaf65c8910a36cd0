"""Names and addresses of persons, where the words around them leave no doubt: 我叫…, 我住在…号, …幢…单元…室.

A name without such words looks like any other, and a street number alone may be that of an office: those stay. Texts
are those of ``chat_app.masking``: digits 0-9, half-width punctuation, NUL for what is hidden already.
"""

from __future__ import annotations

import re

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文应楼章俞舒童柳"
    "翁洪骆鲍倪严温季鲁葛伍韦尤毕聂焦邢岳齐梅莫庄辛祝左涂谷祁耿詹苗凌费纪靳盛欧甄项游裴霍阮柯施"
)
_PLAIN_SURNAMES = "王李张刘陈杨赵周吴徐孙胡朱郭罗梁宋郑谢韩唐冯董曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛潘杜戴姚谭廖邹"
"""Those that hardly begin another word: after 我是 much else may follow than a name (我是高中生, 我是何时…)."""
_COMPOUND = "(?:欧阳|上官|司马|诸葛|司徒|令狐|皇甫|东方)"
_NOT_IN_NAMES = "的了着过吗呢吧啊是不没什么谁哪"
_ROLE = "生工民人师员户长商者农家主属镇村县市区局校厂店社院班组办协会姐妹哥弟叔伯姨婆爷奶妈爸"
"""What ends a word for what somebody is, or for where from."""
_GIVEN = rf"[一-鿿](?<![{_NOT_IN_NAMES}])"
_END = r"(?=$|[^一-鿿\w]|\0)"
_GOES_ON = (
    rf"(?:{_END}|(?=住|家住|今年|男|女|来自|想|要|请|因为?|向|申请|反映|投诉|咨询|的?(?:身份证|电话|手机|号码|联系)))"
)
_SELF = "我(?:的名字)?叫(?:做)?|我的?(?:名字|姓名)(?:叫|是)|本人叫|姓名(?:是|为|:| )*|名字(?:叫|是)|联系人(?:是|:)"
_KIN = "(?:儿子|女儿|孩子|小孩|老公|老婆|丈夫|妻子|爸爸|妈妈|父亲|母亲|爷爷|奶奶|邻居|房东)叫"
_NUMBER = "[0-9一二三四五六七八九十百零〇]{1,6}(?:-[0-9]{1,5}){0,3}"
_STREET = r"[一-鿿]{1,6}?(?:路|街|巷|弄|大道|新村|村|小区|花园|苑|公寓|家园|大厦)"
_BUILDING = rf"{_NUMBER}(?:幢|栋|座|号楼) ?"
_ROOM = rf"{_NUMBER}(?:室|户|号)"
_AT_HOME = "[家我]住在?|住在|家在|我家(?:是|在)|住址(?:是|为|在|:)*|(?:家庭|居住|详细|我的)地址(?:是|为|在|:)*"

CUE = re.compile("叫|姓名|名字|我是|本人|联系人|住|家在|我家|地址|室|单元")
"""What every rule needs."""
RULES = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (rf"(?:{_SELF}|{_KIN})(?P<hide>(?:{_COMPOUND}|[{_SURNAMES}])(?:{_GIVEN}){{1,2}}?){_GOES_ON}", "姓名"),
        (rf"(?:我是|本人)(?P<hide>[{_PLAIN_SURNAMES}](?:{_GIVEN}){{1,2}}(?<![{_ROLE}])){_END}", "姓名"),
        (
            rf"(?:{_AT_HOME})(?P<hide>[^,。!?;\0]{{0,25}}{_NUMBER}(?:号楼?|弄|幢|栋|座|单元|室|组)"
            r"(?:[0-9-]{1,6}(?![0-9元年个平%]))?)",
            "住址",
        ),
        (
            rf"(?:{_STREET} ?)?(?:{_NUMBER}[号弄] ?)?"
            rf"(?:{_BUILDING}{_NUMBER}单元(?: ?{_NUMBER}(?:室|户|号)?)?|{_NUMBER}单元 ?{_ROOM}|{_BUILDING}{_ROOM})",
            "住址",
        ),
    )
)
"""What is looked for, in this order, and what it is called; the group ``hide`` is the part to be hidden."""
