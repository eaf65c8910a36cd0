from typing import Any

import pytest
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from chat_app.answers import QuestionError
from chat_app.langchain_retriever import ReportRetriever


def test_evidence_comes_as_documents_with_their_place(assistant):
    first, *rest = ReportRetriever(assistant=assistant, k=3).invoke("去年整治了多少家低效工业企业？")
    assert "完成低效工业企业整治77家" in first.page_content
    text = assistant.bundle.report(first.metadata["report"]).text
    assert text[first.metadata["start"] : first.metadata["end"]] == first.page_content
    assert (first.metadata["scope"], first.metadata["year"]) == ("done", 2022)
    assert first.metadata["path"][-1] == "狠抓产业提升"
    assert len(rest) == 2
    assert first.metadata["score"] >= rest[0].metadata["score"]


def test_it_works_in_a_chain(assistant):
    def quote(found: dict[str, Any]) -> str:
        return f"{found['question']} → {found['context'][0].page_content}"

    parts = {"context": ReportRetriever(assistant=assistant), "question": RunnablePassthrough()}
    chain = parts | RunnableLambda(quote) | StrOutputParser()
    assert "77家" in chain.invoke("整治了多少家低效工业企业")
    assert len(chain.batch(["AQI优良率多少", "老年人能力初筛了多少人"])) == 2


def test_a_question_that_cannot_be_asked_is_told(assistant):
    with pytest.raises(QuestionError):
        ReportRetriever(assistant=assistant).invoke("  ")
