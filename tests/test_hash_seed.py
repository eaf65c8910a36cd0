"""Sets of words have another order in every process: no answer may hang on it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ASK = """
import hashlib, json, sys
from pathlib import Path
from chat_app.answers import Question
from chat_app.assistant import Assistant
from eval.questionset import load_questions
assistant, found = Assistant.load(Path(sys.argv[1])), hashlib.sha256()
for record in [r for r in load_questions(Path(sys.argv[2])) if r.split == "dev"][::8]:
    answer = assistant.ask(Question(record.question, record.history)).to_dict()
    found.update(json.dumps({**answer, "elapsed_ms": 0}, ensure_ascii=False).encode())
print(found.hexdigest())
"""


def test_answers_and_suggestions_are_the_same_whatever_the_hash_seed(seeds_index):
    command = [sys.executable, "-c", ASK, str(seeds_index), str(ROOT / "eval" / "questions" / "xicheng.jsonl")]
    seeds = ("1", "2")
    runs = [subprocess.Popen(command, cwd=ROOT, env={"PYTHONHASHSEED": s}, stdout=subprocess.PIPE) for s in seeds]
    digests = {run.communicate(timeout=120)[0] for run in runs}
    assert all(run.returncode == 0 for run in runs)
    assert len(digests) == 1
