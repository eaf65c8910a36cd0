"""Bytes of a text file → its text, or a reason why it is none."""

from __future__ import annotations

import codecs
import re
import unicodedata

from indexer.corpus import IndexerError

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ("gb18030", "utf-16-le", "utf-16-be")
_MAX_REPLACED = 0.001
"""Share of undecodable characters up to which a file counts as slightly damaged."""
_MAX_ODD = 0.01
"""Share of unassigned, private-use or control characters above which a text counts as no text."""
_SAMPLE = 20_000
"""Characters by which encodings are compared."""
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FREQUENT = frozenset("的一是在和了有不年工作全镇市县区街道村大发展建设项目实施推进完成加强，。、；：,.;: \n0123456789")


class DecodeError(IndexerError, ValueError):
    """Bytes that are not the text of a report; the message gives the reason without the file's name."""


def decode(data: bytes) -> str:
    r"""Return the text of ``data``, its byte-order mark removed and its line ends made ``\n``.

    Tried in order: byte-order mark, strict UTF-8, slightly damaged UTF-8, then GB18030 and UTF-16 of either byte
    order, whichever reads more like Chinese. Raises DecodeError for empty or binary data.
    """
    if not data.strip(b"\x00\t\n\r "):
        raise DecodeError("the file is empty; put the report's text into it or remove it")
    text = _LINE_ENDS.sub("\n", _decoded(data)).removeprefix("\ufeff")
    if "\x00" in text or _odd_share(text) > _MAX_ODD:
        raise _binary()
    if not any(c.isalnum() for c in text):
        raise DecodeError("the file holds no words; put the report's text into it or remove it")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _tolerant(data, encoding)
    if b"\x00" not in data:  # a NUL stands in no text but UTF-16, there in every line end
        text = data.decode("utf-8", errors="replace")
        # Characters that were lost before (U+FFFD in whole UTF-8) are lost: read as GB18030 they would be 锟斤拷.
        if _slightly_damaged(text) or text.encode() == data:
            return text
    sample = data[: 2 * _SAMPLE]
    likely = max(_UNMARKED, key=lambda encoding: _familiar_share(sample.decode(encoding, errors="replace")))
    return _tolerant(data, likely)


def _tolerant(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    if not _slightly_damaged(text):
        raise _binary()
    return text


def _slightly_damaged(text: str) -> bool:
    """Tell whether so few characters are lost that the text is worth reading: one, or one in a thousand."""
    return text.count("\ufffd") <= max(len(text) > 100, _MAX_REPLACED * len(text))


def _familiar_share(text: str) -> float:
    return sum(c in _FREQUENT for c in text) / len(text) if text else 0.0


def _odd_share(text: str) -> float:
    odd = sum(unicodedata.category(c) in {"Cc", "Cn", "Co", "Cs"} and c not in "\n\t" for c in text)
    return (odd + text.count("\ufffd")) / len(text) if text else 1.0


def _binary() -> DecodeError:
    return DecodeError("this is not plain text in UTF-8, UTF-16 or GB18030; save the report as a .txt file in UTF-8")
