"""A process that holds one index and is timed: request as JSON on standard input, what was found on standard output."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chat_app.answers import Question
from chat_app.assistant import Assistant
from eval.bench.latency import floor_system, own_systems, time_calls
from eval.bench.machine import memory_mb


def probe(request: Mapping[str, Any]) -> dict[str, Any]:
    """Load ``index`` and ask the ``questions`` (text, history), those that ``seconds`` leave time for.

    Returns ``timings`` (system → milliseconds of each question), how long loading took, and memory in MB (None off
    Linux): ``loaded`` with the index and the model in memory, ``asked`` once the questions were answered, ``peak`` the
    most until then. FAISS's own copy of the vectors comes later and is not in it.
    """
    questions = [Question(text, tuple(history)) for text, history in request["questions"]]
    began = time.perf_counter()
    assistant = Assistant.load(Path(request["index"]))
    seconds = time.perf_counter() - began
    loaded = memory_mb()
    timings = time_calls(own_systems(assistant, questions), 1, seconds=request["seconds"])
    asked = memory_mb()
    timings |= time_calls(floor_system(assistant, questions), 1, seconds=request["seconds"])
    return {
        "load_seconds": seconds,
        "loaded": loaded and loaded[0],
        "asked": asked and asked[0],
        "peak": asked and asked[1],
        "timings": {name: runs[0] for name, runs in timings.items()},
    }


if __name__ == "__main__":
    json.dump(probe(json.load(sys.stdin)), sys.stdout)
