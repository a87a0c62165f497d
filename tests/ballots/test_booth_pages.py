import pytest
from tests import make
from tests.ballots.voter import enter

pytestmark = pytest.mark.django_db


def test_it_works(login):
    vote = make.open_vote()
    booth = enter(vote)
    assert booth.get().status_code == 200
    assert booth.choose(1, 3).url.endswith("/tjek/")
    assert booth.get("tjek/").status_code == 200
    assert booth.get("log-ind/").status_code == 200
    assert booth.log_in().url.endswith("/aflever/")
    assert booth.get("aflever/").status_code == 200
    answer = booth.hand_in()
    assert answer.url.endswith("/gemt/"), answer.content.decode()
    page = booth.get("gemt/").content.decode()
    assert "Your vote is stored" in page or "gemt" in page
    r = booth.client.post(f"{booth.base}forlad/")
    assert r.status_code == 302
    assert booth.client.get("/stem/farvel/").status_code == 200
    assert booth.get("gemt/").status_code == 302
