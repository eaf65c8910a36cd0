"""What tests send over HTTP, and a refusal as it comes back."""

from __future__ import annotations

import httpx

MILLS = "去年整治了多少家低效工业企业？"
JSON = {"content-type": "application/json"}


def refusal(response: httpx.Response) -> tuple[int, str]:
    """Return the status and the code of a refusal, which has the form that all have, in Chinese."""
    assert response.headers["content-type"] == "application/json"
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message"}
    assert not response.json()["error"]["message"].isascii()
    return response.status_code, response.json()["error"]["code"]
