"""The page as it is sent: its policy and language, and how long what belongs to it may be kept."""


def test_the_page_has_a_policy_that_names_the_nonce_of_each_script(client):
    first, second = client.get("/"), client.get("/")
    policy = first.headers["content-security-policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce}"') > 3
    assert "unsafe-eval" not in policy
    assert nonce not in second.headers["content-security-policy"]
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cache-control"] == "no-cache"


def test_the_page_is_chinese_and_names_no_other_host(client):
    html = client.get("/").text
    assert 'lang="zh-CN"' in html
    assert "西城街道2022年工作报告" in html
    assert "以报告原文为准" in html
    assert "githubusercontent" not in html
    assert "gradio.app" not in html


def test_a_head_request_for_the_page_has_no_body(client):
    response = client.head("/")
    assert response.status_code == 200
    assert response.content == b""


def test_styles_and_scripts_may_be_kept_for_good(client):
    html = client.get("/").text
    script = html.split('type="module" src="/web/')[1].split('"')[0]
    response = client.get(f"/web/{script}")
    assert response.headers["content-type"].startswith("text/javascript")
    assert "immutable" in response.headers["cache-control"]
    assert client.get("/web/older/page.js").headers["cache-control"] == "no-cache"
