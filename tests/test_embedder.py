"""The shipped embedding model and the door to other models."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from indexer.corpus import IndexerError
from indexer.embedder import SHIPPED, SHIPPED_FOLDER, EmbedderError, load_embedder
from indexer.static_model import StaticModel, load_model, save_model
from indexer.training.export import export

REPORT = Path(__file__).parents[1] / "seeds" / "xicheng-2022-work-report.txt"
UNKNOWN = ("，。！？……——《》", "🚀🎉", "12345 67.8", "龘靐齉爩")
TEXTS = [
    "完成低效工业企业整治77家。",
    "老人看病去哪儿报销？",
    *UNKNOWN,
    "",
    "   \n\t",
    "ＧＤＰ增长６．５％",
    "GDP增长6.5%",
    "發展養老服務，臺灣同胞",
    "发展养老服务，台湾同胞",
    "修路🚧要多久",
    "hello world, the quick brown fox",
    "A股、5G和PM2.5",
    "\u200b零宽\ufeff字符\x00",
    "㎡Ⅴ①",
    "社区" * 500,
    REPORT.read_text(encoding="utf-8") * 2,
    "".join(chr(code) for code in range(0x4E00, 0x5E00)),
]


@pytest.fixture(scope="module")
def shipped():
    return load_embedder()


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    export(load_model(SHIPPED_FOLDER)[0], folder)
    return folder


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SHIPPED_FOLDER, tmp_path / "model")


@pytest.fixture(scope="module")
def small():
    tokenizer = Tokenizer.from_str(
        json.dumps(
            {"version": "1.0", "model": {"type": "Unigram", "unk_id": 0, "vocab": [["?", 0], ["水", -1], ["路", -1]]}}
        )
    )
    rows = np.array([[0, 0], [127, 0], [0, -127]], np.int8)
    return StaticModel(tokenizer, rows, np.arange(3, dtype=np.int32), np.array([0, 1, 2], np.float32))


def test_the_same_vectors_as_sentence_transformers_gives(shipped, exported):
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(exported), device="cpu").encode(TEXTS, show_progress_bar=False)
    np.testing.assert_allclose(shipped.encode(TEXTS), theirs, atol=1e-5)


def test_the_exported_folder_loads_as_any_other_model(shipped, exported):
    other = load_embedder(exported)
    assert (other.name, other.dimension) == (str(exported), shipped.dimension)
    assert other.digest.startswith("sha256:")
    assert other.digest == load_embedder(str(exported)).digest != shipped.digest
    np.testing.assert_allclose(other.encode(TEXTS), shipped.encode(TEXTS), atol=1e-5)
    np.testing.assert_allclose(other.encode_queries(TEXTS[:2]), shipped.encode(TEXTS[:2]), atol=1e-5)
    assert other.encode([]).shape == (0, shipped.dimension)


def test_a_text_has_the_same_vector_alone_and_in_any_batch(shipped):
    batch = shipped.encode(TEXTS * 60)
    alone = np.concatenate([shipped.encode([text]) for text in TEXTS])
    assert np.array_equal(batch, np.tile(alone, (60, 1)))


def test_rows_are_float32_of_length_one_or_zero(shipped):
    rows = shipped.encode(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), shipped.dimension)
    lengths = np.linalg.norm(rows, axis=1)
    empty = [not text.strip() or text in UNKNOWN for text in TEXTS]
    np.testing.assert_allclose(lengths, np.where(empty, 0, 1), atol=1e-6)
    assert shipped.encode([]).shape == (0, shipped.dimension)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("發展養老服務，臺灣同胞", "发展养老服务，台湾同胞"),
        ("裡面的頭髮", "里面的头发"),
        ("ＧＤＰ增长", "gdp增长"),
        ("修路🚧", "修路"),
    ],
)
def test_other_spellings_mean_the_same(shipped, one, other):
    first, second = shipped.encode([one, other])
    assert first @ second > 0.99


def test_broken_unicode_is_no_error(shipped):
    first, second = shipped.encode(["路灯\ud83d坏了", "路灯坏了"])
    assert first @ second > 0.99


def test_everyday_words_find_official_ones(shipped):
    sentences = [
        "实现异地就医住院费用直接结算。",
        "新建改建农村公路20万公里。",
        "锲而不舍解决好农民工工资拖欠问题。",
        "启动消除城区重点易涝区段三年行动。",
        "常态化抓好信访积案排查化解。",
    ]
    questions = [
        "在外省看病能报销吗",
        "乡下的路修了多长",
        "老板欠打工的钱怎么办",
        "下大雨城里就淹怎么治",
        "上访的老案子怎么了结",
    ]
    scores = shipped.encode_queries(questions) @ shipped.encode(sentences).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_langchain_gets_plain_lists(shipped):
    row = shipped.encode(["养老"])[0].tolist()
    assert shipped.embed_query("养老") == row
    assert shipped.embed_documents(["养老", ""]) == [row, [0.0] * shipped.dimension]


@pytest.mark.parametrize("name", [None, "", SHIPPED])
def test_the_shipped_model_goes_by_several_names(shipped, name):
    assert (load_embedder(name).name, load_embedder(name).digest) == (SHIPPED, shipped.digest)


def test_loading_and_asking_imports_neither_torch_nor_transformers():
    code = (
        "import sys; from indexer.embedder import load_embedder; load_embedder().embed_query('养老');"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'scipy', 'rjieba') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "[]"


def test_the_model_folder_stays_within_twelve_mebibytes():
    assert sum(path.stat().st_size for path in SHIPPED_FOLDER.rglob("*") if path.is_file()) <= 12 * 2**20
    assert (SHIPPED_FOLDER / "README.md").is_file()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named(copy, monkeypatch, name):
    (copy / name).unlink()
    monkeypatch.setattr("indexer.encoders.SHIPPED_FOLDER", copy)
    with pytest.raises(EmbedderError, match=f"'wenzheng-static'.*{name}.*git checkout indexer/model") as caught:
        load_embedder()
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, IndexerError)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["cut", "flip", "empty"])
def test_a_damaged_file_is_named(copy, name, damage):
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes({"cut": data[: len(data) // 2], "flip": data, "empty": b""}[damage])
    with pytest.raises(EmbedderError, match=f"{name} is damaged"):
        load_embedder(copy)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": "other"}'])
def test_a_damaged_configuration_of_the_shipped_model_is_named(copy, monkeypatch, content):
    (copy / "config.json").write_text(content)
    monkeypatch.setattr("indexer.encoders.SHIPPED_FOLDER", copy)
    with pytest.raises(EmbedderError, match=r"config\.json"):
        load_embedder()


def test_files_that_do_not_belong_together_are_refused(small, tmp_path):
    with pytest.raises(EmbedderError, match="3 tokens"):
        StaticModel(small.tokenizer, small.embeddings, small.mapping[:2], small.weights)
    with pytest.raises(EmbedderError, match="outside"):
        StaticModel(small.tokenizer, small.embeddings, small.mapping + 1, small.weights)
    with pytest.raises(EmbedderError, match="int8"):
        StaticModel(small.tokenizer, small.embeddings.astype(np.float32), small.mapping, small.weights)
    with pytest.raises(EmbedderError, match="finite"):
        StaticModel(small.tokenizer, small.embeddings, small.mapping, small.weights * np.float32("nan"))


def test_a_model_is_saved_and_loaded_whole(small, tmp_path):
    save_model(small, tmp_path, {"recipe": {"seed": 3}})
    loaded, digest = load_model(tmp_path)
    assert np.array_equal(loaded.vectors(), small.vectors())
    assert json.loads((tmp_path / "config.json").read_text())["recipe"] == {"seed": 3}
    assert load_embedder(tmp_path).digest == digest


def test_a_text_is_the_weighted_sum_of_its_tokens(small):
    expected = np.array([[1, 0], [0, -1], [1, -2], [0, 0]]) / np.array([[1], [1], [5**0.5], [1]])
    np.testing.assert_allclose(small.encode(["水", "路路", "水路", "山"]), expected, atol=1e-6)


@pytest.mark.parametrize("name", ["./no/such/folder", "/no/such/folder", Path("nowhere"), "a/b/c"])
def test_a_folder_that_is_not_there_is_named(name):
    with pytest.raises(EmbedderError, match="no such folder"):
        load_embedder(name)


@pytest.mark.parametrize("name", ["no-such-owner/no-such-model", "no-such-model", "bad name!"])
def test_a_hub_model_that_is_not_on_the_machine_fails_with_the_fix(name):
    with pytest.raises(EmbedderError, match="download the model to a folder") as caught:
        load_embedder(name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_refused(tmp_path):
    (tmp_path / "modules.json").write_text("{}")
    with pytest.raises(EmbedderError, match="check the folder") as caught:
        load_embedder(tmp_path)
    assert "\n" not in str(caught.value)
