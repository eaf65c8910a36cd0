import json
import socket
import subprocess
import sys

import pytest


def ask(index, *arguments, stdin=b""):
    command = [sys.executable, "-m", "chat_app", "ask", "--index", str(index), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60)


def test_ask_prints_the_answer_and_its_place(seeds_index):
    done = ask(seeds_index, "去年整治了多少家低效工业企业？")
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert shown.startswith("完成低效工业企业整治77家。[1]")
    assert "狠抓产业提升" in shown


def test_ask_as_json_is_the_whole_answer(seeds_index):
    answer = json.loads(ask(seeds_index, "--json", "拆除了多少处违章搭建？").stdout)
    assert (answer["outcome"], answer["short"]) == ("answered", "400余处")


def test_a_batch_keeps_its_order_and_puts_errors_in_place(seeds_index):
    lines = [
        '{"question": "整治了多少家低效工业企业？"}',
        "{broken",
        '{"question": ""}',
        '{"question": "那违规广告牌呢？", "history": ["拆除了多少处违章搭建？"]}',
    ]
    done = ask(seeds_index, "--batch", stdin="\n".join(lines).encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [next(iter(a)) for a in answers] == ["outcome", "error", "error", "outcome"]
    assert (answers[0]["short"], answers[3]["short"]) == ("77家", "897块")


def test_a_good_batch_exits_with_success(seeds_index):
    assert ask(seeds_index, "--batch", stdin='{"question": "十无村有哪些？"}\n'.encode()).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code"), [((), 2), (("",), 2), (("问" * 501,), 2), (("十无村", "--report", "x"), 2)]
)
def test_bad_input_is_one_line_and_exit_code_2(seeds_index, arguments, code):
    done = ask(seeds_index, *arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_a_missing_index_is_named_with_the_fix(tmp_path):
    done = ask(tmp_path / "none", "十无村")
    assert done.returncode == 1
    assert "python -m indexer build" in done.stderr.decode()
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_asking_imports_no_heavy_framework(seeds_index):
    program = (
        "import sys; from chat_app.__main__ import main; "
        f"main(['ask', '--index', {str(seeds_index)!r}, '十无村有哪些']); "
        "heavy = ('torch', 'transformers', 'gradio', 'sentence_transformers', 'langchain_core'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def serve(*arguments):
    command = [sys.executable, "-m", "chat_app", "serve", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_port_in_use_is_told_in_one_line(seeds_index):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = serve("--index", seeds_index, "--port", taken.getsockname()[1])
    assert done.returncode == 1
    assert "choose another with --port" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_serving_without_an_index_names_the_fix(tmp_path):
    done = serve("--index", tmp_path / "none")
    assert done.returncode == 1
    assert "python -m indexer build" in done.stderr
