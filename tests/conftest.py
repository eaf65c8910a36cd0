"""Fixtures for all tests: a deterministic stand-in for the embedding model, two small reports, and their index."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest
import uvicorn
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from chat_app.assistant import Assistant
from chat_app.ledger import FILE_NAME
from chat_app.settings import ChatSettings
from indexer.build import build_index
from indexer.encoders import Encoder, load_encoder
from indexer.settings import IndexSettings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from indexer.bundle import IndexBundle

RIVER = """2022年主要工作回顾
2022年,东河镇完成河道整治12公里,投入资金3500万元。
一、坚持生态优先
狠抓水环境治理。关停排污企业5家,建成污水管网48.6公里。新增绿地Ⅴ级标准6.5亩。
狠抓农业生产。粮食播种面积达到13,502亩,同比增长2.8%。
2023年工作计划
一、全面推进乡村振兴
办好民生实事。新建养老服务中心2处,安装充电桩300个。
"""
HILL = """一、2021年工作回顾
西山镇实现财政收入2.4亿元,增长9%。新建学校1所。
二、2022年工作安排
推进老旧小区改造项目8个,力争财政收入突破2.6亿元。
"""
SOURCES = """[[report]]
file = "river.txt"
id = "river-2022"
title = "东河镇2022年工作报告"
publisher = "东河镇人民政府"
date = "2023-01-05"
year = 2022
"""


class HashEmbedder(Encoder):
    """Vectors from hashed character pairs: no model file, the same everywhere, near for texts that share words."""

    def __init__(self, name: str = "hash", dimension: int = 32) -> None:
        self.name, self.dimension, self.digest = name, dimension, f"sha256:{zlib.crc32(name.encode()):064x}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for i in range(len(text) - 1):
                bits = zlib.crc32(text[i : i + 2].encode())
                row[bits % self.dimension] += 1 if bits & 1024 else -1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        rows /= np.where(norms > 0, norms, 1)
        return rows


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what tests ask of a server out of the data folder of whoever runs them."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENZHENG_DATA", str(folder))
        yield folder


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    """Return where a ledger may be made, in a folder that is not there yet."""
    return tmp_path / "data" / FILE_NAME


@pytest.fixture(scope="session")
def make_embedder() -> Callable[..., Encoder]:
    """Make a stand-in embedder of a given name and dimension."""
    return HashEmbedder


@pytest.fixture(scope="session")
def embedder() -> Encoder:
    return HashEmbedder()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two reports and the sources.toml of one."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "river.txt").write_text(RIVER, encoding="utf-8")
    (folder / "hill.txt").write_text(HILL, encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    return folder


@pytest.fixture
def index(reports: Path, tmp_path: Path, embedder: Encoder) -> Path:
    """A folder with the index of ``reports``."""
    from indexer.build import build_index
    from indexer.settings import IndexSettings

    folder = tmp_path / "index"
    build_index([reports], folder, embedder, IndexSettings())
    return folder


@pytest.fixture
def bundle(index: Path) -> IndexBundle:
    from indexer.bundle import IndexBundle

    return IndexBundle.load(index)


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bundle of the reports in seeds/, made with the shipped model."""
    folder = tmp_path_factory.mktemp("seeds") / "index"
    seeds = Path(__file__).parent.parent / "seeds"
    assert build_index([seeds], folder, load_encoder(), IndexSettings()).refusals == ()
    return folder


@pytest.fixture(scope="session")
def assistant(seeds_index: Path) -> Assistant:
    """Return the assistant on the reports in seeds/."""
    return Assistant.load(seeds_index)


@pytest.fixture(scope="module")
def app(assistant: Assistant) -> FastAPI:
    """Return the application on the reports in seeds/, with the settings that it has by itself."""
    from chat_app.api import create_app

    return create_app(assistant, ChatSettings())


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Ask ``app`` without a socket; its faults come back as answers."""
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


@dataclass(frozen=True)
class Server:
    """A server that listens, and its process."""

    address: str  # http://127.0.0.1:PORT
    pid: int

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@pytest.fixture(scope="session")
def start_server(assistant: Assistant) -> Callable[..., AbstractContextManager[Server]]:
    """Serve the reports in seeds/, or another assistant's; settings are named as in the environment."""

    @contextmanager
    def start(other: Assistant | None = None, **settings: str) -> Iterator[Server]:
        from chat_app.api import create_app
        from chat_app.server import configure

        given = ChatSettings.from_env({f"WENZHENG_{name.upper()}": value for name, value in settings.items()})
        with run_server(configure(create_app(other or assistant, given))) as server:
            yield server

    return start


@contextmanager
def run_server(config: uvicorn.Config) -> Iterator[Server]:
    """Run an application on a real socket, in a thread."""
    from chat_app.server import listen

    server = uvicorn.Server(config)
    with listen("127.0.0.1", 0) as listening:
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        try:
            yield Server(f"http://127.0.0.1:{listening.getsockname()[1]}", os.getpid())
        finally:
            server.should_exit = True
            thread.join()
