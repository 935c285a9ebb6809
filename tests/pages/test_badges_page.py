"""Badges for the visitors of a fair, for print."""

import re

import pytest

from app.fairs.actions import FAIRS


@pytest.fixture
def path(world):
    fair = world.add(FAIRS, office="team", name="봄 박람회", starts_on="2030-05-20")
    return f"/fairs/{fair['id']}/badges"


def codes(page):
    return re.findall(r'class="code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page)


def test_every_sheet_has_new_badges_each_with_its_picture(worker, path):
    first, again = worker.get(f"{path}?count=5"), worker.get(f"{path}?count=5")

    found = [*codes(first.text), *codes(again.text)]
    assert len(set(found)) == 10
    assert first.text.count('src="data:image/svg+xml;base64,') == 5
    assert first.headers["cache-control"] == "no-store"
    assert len(codes(worker.get(path).text)) == 24


@pytest.mark.parametrize("count", ["0", "201", "여럿"])
def test_a_wrong_number_of_badges_is_told_beside_its_field(worker, path, count):
    answer = worker.get(f"{path}?count={count}")

    assert answer.status_code == 422
    assert 'id="count-fault"' in answer.text
    assert f'value="{count}"' in answer.text
    assert codes(answer.text) == []
