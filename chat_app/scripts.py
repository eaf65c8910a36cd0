"""The page's script, put together from its modules when the server starts: one request where there were twenty-five.

A module becomes a function that returns what it exports, in the order of the imports. So names stay apart, as in the
modules that one reads. Understood is what ours use: ``import { a, b } from "./c.js";`` on one line, and ``export``
before a class, a function or a constant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter

_IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const) (\w+))", re.MULTILINE)


def modules_of(name: str, sources: Mapping[str, str]) -> list[str]:
    """Return the modules that ``name`` imports, and what those import, each before whatever imports it; itself last.

    ``sources`` are texts by the name of the module, without ``.js``. Raises ValueError (CycleError) for a cycle.
    """
    imports: dict[str, list[str]] = {}
    waiting = [name]
    while waiting:
        module = waiting.pop()
        if module not in imports:
            imports[module] = [found[2] for found in _IMPORT.finditer(sources[module])]
            waiting += imports[module]
    return list(TopologicalSorter(imports).static_order())


def one_script(name: str, sources: Mapping[str, str]) -> str:
    """Return module ``name`` and all that it imports as one script."""
    return "".join(_as_function(module, sources[module]) for module in modules_of(name, sources))


def _as_function(name: str, source: str) -> str:
    exported = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(r"const { \1 } = module_\2;\n", source))
    return f"const module_{name} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"
