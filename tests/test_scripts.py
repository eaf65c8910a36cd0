import re
from graphlib import CycleError
from pathlib import Path

import pytest

from chat_app.assets import read_assets
from chat_app.scripts import modules_of, one_script

WEB = Path(__file__).parents[1] / "chat_app" / "web"
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in WEB.glob("*.js")}


def test_a_module_stands_behind_what_it_imports():
    order = modules_of("page", SOURCES)
    assert order[-1] == "page"
    assert len(order) == len(set(order)) > 20
    for at, module in enumerate(order):
        imported = re.findall(r'from "\./(\w+)\.js"', SOURCES[module])
        assert set(imported) <= set(order[:at]), module


def test_names_of_modules_stay_apart_and_what_is_exported_is_found():
    sources = {
        "a": 'import { twice } from "./b.js";\nconst N = 2;\nout.push(twice(N));\n',
        "b": "const N = 3;\nexport function twice(n) {\n  return n * 2 + N;\n}\nexport const UNUSED = 1;\n",
    }
    script = one_script("a", sources)
    assert "const { twice } = module_b;" in script
    assert "return { twice, UNUSED };" in script
    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)


def test_a_cycle_is_refused():
    with pytest.raises(CycleError):
        modules_of("a", {"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'})


def test_the_page_is_one_script_with_all_of_its_modules():
    assets = read_assets()
    script = assets["page.js"].decode()
    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)
    assert script.count("const module_") == len(modules_of("page", SOURCES))
    assert "talk.js" not in assets
    assert {"early.js", "demo.js", "page.css", "tokens.css", "mark.svg"} <= set(assets)
