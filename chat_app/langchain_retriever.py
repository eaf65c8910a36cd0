"""The retriever for programs that use LangChain: evidence as documents, with where each stands."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from chat_app.answers import Evidence, Question
from chat_app.assistant import Assistant


class ReportRetriever(BaseRetriever):
    """Finds the ``k`` passages of the indexed reports that answer a question best, best first.

    A document's metadata hold report, title, path, scope, year, start, end and score; its text is verbatim
    ``Report.text[start:end]``. Raises QuestionError for an empty question or an over-long one.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = 5

    def _get_relevant_documents(  # LangChain calls it so
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        asked = self.assistant.read(Question(query))
        return [self._document(item) for item in self.assistant.retriever.find_evidence(asked, self.k)]

    def _document(self, item: Evidence) -> Document:
        return Document(
            page_content=item.text,
            metadata={
                "report": item.report,
                "title": self.assistant.bundle.report(item.report).title,
                "path": list(item.path),
                "scope": str(item.period.scope) if item.period.scope else None,
                "year": item.period.year,
                "start": item.start,
                "end": item.end,
                "score": item.score,
            },
        )
