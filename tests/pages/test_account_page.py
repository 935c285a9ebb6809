"""One's own account on a page: password, second factor, log-ins; all of it without script."""

import re
from datetime import UTC, datetime
from html import unescape

import pyotp
import pytest
from people import PASSWORD, People

from app.access.accounts import make_code
from app.core.actors import SYSTEM
from app.main import create_app

FACTOR = "/account/second-factor"
NEW = "해거름에 나서는 두더지 셋"


def _page(people, login=None):
    client = people.browser(login)
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client


@pytest.fixture
def minji(people):
    """A support worker's browser, logged in."""
    people.add("minji", office="team")
    return _page(people, "minji")


def _begun(client):
    """Begin, and return the secret that was shown."""
    shown = client.post(FACTOR, data={"begin": PASSWORD})
    assert shown.status_code == 200
    return (
        re.search(r'<code class="code">([A-Z2-7 ]+)</code>', shown.text).group(1).replace(" ", "")
    )


def _codes(client, secret):
    """Show a code of now, and return the recovery codes."""
    shown = client.post(f"{FACTOR}/confirmation", data={"code": pyotp.TOTP(secret).now()})
    return re.findall(r"<li><code>(.*?)</code>", shown.text)


def test_an_account_is_for_who_has_logged_in(people, minji):
    assert _page(people).get("/account").status_code == 401
    shown = minji.get("/account").text
    assert "minji" in shown
    assert "꺼짐" in shown
    assert "이 브라우저" in shown
    assert '<a href="/account">' in minji.get("/").text


def test_a_second_factor_is_put_on_by_a_scan_and_a_code(minji, people):
    shown = minji.post(FACTOR, data={"begin": PASSWORD})
    uri = unescape(re.search(r'href="(otpauth:[^"]+)"', shown.text).group(1))
    assert shown.headers["cache-control"] == "no-store"
    assert '<img src="data:image/svg+xml;base64,' in shown.text

    done = minji.post(f"{FACTOR}/confirmation", data={"code": pyotp.parse_uri(uri).now()})

    assert "이 화면에서만" in done.text
    assert done.headers["cache-control"] == "no-store"
    assert len(re.findall("<li><code>", done.text)) == 8
    assert "켜짐" in minji.get("/account").text
    form = {"login": "minji", "password": PASSWORD, "next": "/"}
    refused = _page(people).post("/login", data=form)
    assert "2단계 인증을 켠 계정입니다" in refused.text


def test_who_lost_the_telephone_logs_in_with_a_recovery_code(minji, people):
    code, *_ = _codes(minji, _begun(minji))

    form = {"login": "minji", "password": PASSWORD, "code": code}
    answer = _page(people).post("/login", data=form, follow_redirects=False)

    assert answer.status_code == 303
    assert "남은 복구 코드 7개" in minji.get("/account").text


def test_a_wrong_code_is_told_beside_its_field_and_the_secret_is_not_shown_again(minji):
    secret = _begun(minji)

    again = minji.post(f"{FACTOR}/confirmation", data={"code": "000000x"})

    assert again.status_code == 401
    assert 'id="code-fault"' in again.text
    assert secret not in again.text.replace(" ", "")
    assert "data:image" not in again.text
    assert len(_codes(minji, secret)) == 8


@pytest.mark.parametrize(("path", "field"), [(FACTOR, "begin"), ("/account/password", "current")])
def test_a_wrong_password_is_told_beside_its_field(minji, path, field):
    again = minji.post(path, data={field: "아니다", "password": NEW})

    assert again.status_code == 401
    assert f'id="{field}-fault"' in again.text
    assert "아니다" not in again.text


def test_it_is_taken_off_by_the_password_and_a_code(minji):
    codes = _codes(minji, _begun(minji))
    form = {"removal": PASSWORD, "removal_code": "1234567"}
    unproven = minji.post(f"{FACTOR}/removal", data={**form, "removal": "아니다"})
    wrong = minji.post(f"{FACTOR}/removal", data=form)

    done = minji.post(f"{FACTOR}/removal", data={**form, "removal_code": codes[0]})

    assert (unproven.status_code, 'id="removal-fault"' in unproven.text) == (401, True)
    assert (wrong.status_code, 'id="removal_code-fault"' in wrong.text) == (401, True)
    assert "2단계 인증을 껐습니다." in done.text
    assert "꺼짐" in done.text


def test_what_is_on_is_not_begun_again(minji):
    _codes(minji, _begun(minji))

    assert minji.post(FACTOR, data={"begin": PASSWORD}).status_code == 409
    assert minji.post(f"{FACTOR}/confirmation", data={"code": "1"}).status_code == 409


def test_who_must_have_one_is_led_to_it_and_gets_on_afterwards(people, app):
    asked = app.state.settings.model_copy(update={"second_factor": "manager"})
    made = create_app(asked)
    strict = People(people.world, made)
    strict.add("boss", "manager")
    boss = _page(strict, "boss")

    before = boss.get("/today")
    secret = _begun(boss)
    codes = _codes(boss, secret)

    assert before.status_code == 403
    assert '<a class="button" href="/account">' in before.text
    assert len(codes) == 8
    assert boss.get("/today").status_code == 200
    made.state.db.close()


def test_a_new_password_holds_and_other_log_ins_end(minji, people):
    elsewhere = _page(people, "minji")
    weak = minji.post("/account/password", data={"current": PASSWORD, "password": "1234"})

    done = minji.post("/account/password", data={"current": PASSWORD, "password": NEW})

    assert (weak.status_code, 'id="password-fault"' in weak.text) == (422, True)
    assert "비밀번호를 바꾸었습니다" in done.text
    assert elsewhere.get("/account").status_code == 401
    assert people.browser("minji", NEW).get("/api/v1/session").status_code == 200


def test_a_log_in_elsewhere_is_ended(minji, people):
    elsewhere = _page(people, "minji")
    path = re.search(r'action="(/account/sessions/[^"]+)"', minji.get("/account").text).group(1)

    done = minji.post(path, data={})

    assert "로그인을 끊었습니다." in done.text
    assert elsewhere.get("/account").status_code == 401


def test_a_one_time_code_sets_a_password_on_a_page(people):
    account = people.add("sua", password=None, office="team")
    with people.world.db.writing(datetime.now(UTC), SYSTEM) as unit:
        code = make_code(unit, account["id"])["code"]
    visitor = _page(people)
    weak = visitor.post("/password", data={"code": code, "password": "1234"})
    unknown = visitor.post("/password", data={"code": "ABCD-EFGH", "password": NEW})

    done = visitor.post("/password", data={"code": f" {code}", "password": NEW})

    assert (weak.status_code, f'value="{code}"' in weak.text) == (422, True)
    assert 'id="code-fault"' in unknown.text
    assert "비밀번호를 정했습니다. 로그인하세요." in done.text
    assert people.browser("sua", NEW).get("/api/v1/session").status_code == 200


def test_another_site_changes_nothing(minji):
    minji.headers["Sec-Fetch-Site"] = "cross-site"

    for path in (FACTOR, f"{FACTOR}/confirmation", f"{FACTOR}/removal", "/account/password"):
        assert minji.post(path, data={"begin": PASSWORD}).status_code == 403
    assert minji.post("/password", data={"code": "x", "password": NEW}).status_code == 403
