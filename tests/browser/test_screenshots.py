import re
import struct

import pytest

from tests.browser.screenshots import PICTURES, ROOT, draw

pytestmark = pytest.mark.browser


def test_the_pictures_of_the_readmes_are_drawn_in_full_and_all_shown(browser, site, tmp_path):
    draw(browser, site, tmp_path)
    for name, (_path, size, _prepare) in PICTURES.items():
        picture = (tmp_path / f"{name}.png").read_bytes()
        assert struct.unpack(">II", picture[16:24]) == size
        assert len(picture) > 20_000, f"{name} shows hardly anything"
        assert (ROOT / ".github" / f"{name}.png").exists()
    for readme in ("README.md", "README.zh-CN.md"):
        shown = re.findall(r"\.github/(\w+)\.png", (ROOT / readme).read_text(encoding="utf-8"))
        assert set(shown) == set(PICTURES)
