"""The pages of the catalogue: what each person reads, may do, and what is refused in a sentence."""

import io
import re
import sys

import pytest
import sqlalchemy as sa
from PIL import Image

from innovate import invariants
from innovate.core.clock import now
from innovate.core.db import db
from innovate.rewards import commands
from innovate.rewards.models import CatalogueItem, ItemApprover, ItemKind, Period, Redemption, RedemptionState
from innovate.rewards.queries import orders_between
from innovate.rewards.spans import ALL
from tests import factories
from tests.integration.rewards.catalogue.shelves import balance, left, ordered, reward, rich
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def own_folder(app, tmp_path):
    """A folder of this test's own for its pictures."""
    settings = app.config["SETTINGS"]
    object.__setattr__(settings, "photos_path", tmp_path / "photos")
    yield tmp_path / "photos" / "catalogue"
    object.__setattr__(settings, "photos_path", None)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def hidden(page, name):
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page.text)[0]


def picture(size=(1200, 900)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, "JPEG")
    return io.BytesIO(buffer.getvalue())


def typed(fulfiller, **fields):
    """What HR types about a reward, with what differs."""
    terms = {"name": "A mug", "kind": "goods", "price": "40", "who": fulfiller.email, "days": "7", "is_active": "y"}
    return terms | fields


def test_the_shelf_shows_what_can_be_had_and_what_is_missing(as_user):
    person = rich(100)
    near, far, gone = reward(price=90), reward(price=130), reward(price=50, stock=0)
    reward(price=10, is_active=False)
    page = words(as_user(person).get("/catalogue"))
    assert [name in page for name in (near.name, far.name, gone.name)] == [True] * 3
    assert "30 points to go" in page
    assert "None left" in page
    assert page.index(gone.name) < page.index(near.name) < page.index(far.name)


def test_the_shelf_is_narrowed_by_kind_and_by_what_can_be_afforded(as_user):
    person, dear = rich(100), reward(price=130)
    gift = reward(price=20, kind=ItemKind.CHARITY, stock=None)
    visitor = as_user(person)
    assert dear.name not in visitor.get("/catalogue?afford=yes").text
    page = visitor.get("/catalogue?kind=charity").text
    assert gift.name in page
    assert dear.name not in page
    assert "Nothing fits just now" in visitor.get("/catalogue?kind=time_off").text
    assert visitor.get("/catalogue?kind=nonsense").status_code == 200


def test_a_person_redeems_reads_where_it_stands_and_cancels(as_user):
    person, item = rich(500, name="Elin Advisor"), reward(name="A mug", price=100)
    visitor = as_user(person)
    page = visitor.get(f"/catalogue/{item.id}")
    assert "After this it is 400." in page.text
    form = {"key": hidden(page, "key"), "price": hidden(page, "price")}
    answer = visitor.post(f"/catalogue/{item.id}", data=form)
    assert answer.status_code == 303
    again = visitor.post(f"/catalogue/{item.id}", data=form)
    assert again.location == answer.location
    assert balance(person) == 400
    assert "On its way" in visitor.get(answer.location).text
    assert "A mug" in visitor.get("/catalogue/orders").text
    assert visitor.post(f"{answer.location}/cancel").status_code == 303
    assert "given back" in visitor.get(answer.location).text
    assert (balance(person), left(item)) == (500, 3)


def test_a_price_that_changed_is_said_and_the_next_press_pays_it(as_user):
    person, item = rich(500), reward(price=100)
    visitor = as_user(person)
    page = visitor.get(f"/catalogue/{item.id}")
    db.session.execute(sa.update(CatalogueItem).values(price=120))
    form = {"key": hidden(page, "key"), "price": hidden(page, "price")}
    answer = visitor.post(f"/catalogue/{item.id}", data=form)
    assert answer.status_code == 409
    assert "it is 120 points now. Nothing was taken" in words(answer)
    assert balance(person) == 500
    assert hidden(answer, "key") != form["key"]
    visitor.post(f"/catalogue/{item.id}", data={"key": hidden(answer, "key"), "price": hidden(answer, "price")})
    assert balance(person) == 380


def test_what_the_reward_asks_has_to_be_said(as_user):
    person, item = rich(), reward(asks="Which size?")
    visitor = as_user(person)
    page = visitor.get(f"/catalogue/{item.id}")
    form = {"key": hidden(page, "key"), "price": "100"}
    answer = visitor.post(f"/catalogue/{item.id}", data=form)
    assert (answer.status_code, balance(person)) == (422, 500)
    assert "Please fill this in" in answer.text
    assert visitor.post(f"/catalogue/{item.id}", data=form | {"words": "Large"}).status_code == 303


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"stock": 0}, "None are left"),
        ({"price": 900}, "400 to go"),
    ],
)
def test_what_cannot_be_had_says_why_and_has_no_button(as_user, terms, says):
    page = as_user(rich(500)).get(f"/catalogue/{reward(**terms).id}")
    assert says in words(page)
    assert "Redeem for" not in page.text


def test_a_reward_that_is_not_offered_is_for_hr_and_whoever_has_to_do_with_an_order_of_it(as_user):
    manager, fulfiller = factories.person(), factories.person()
    person, stranger = rich(manager_id=manager.id), rich()
    item = reward(purpose="A secret of December", fulfiller=fulfiller, approver=ItemApprover.MANAGER)
    ordered(person, item)
    item.is_active, item.picture = False, f"{'0' * 32}.webp"
    factories.save(item)
    path = f"/catalogue/{item.id}"
    for one in (person, manager, fulfiller, factories.hr()):
        assert "no longer in the catalogue" in words(as_user(one).get(path))
    visitor = as_user(stranger)
    form = {"key": "a form", "price": "100"}
    for answer in (visitor.get(path), visitor.get(f"{path}/picture.webp"), visitor.post(path, data=form)):
        assert "secret" not in answer.text
    assert (visitor.get(path).status_code, balance(stranger)) == (404, 500)
    assert "no longer offered" in visitor.get(path).text
    assert "has no picture" in visitor.get(f"{path}/picture.webp").text


def test_who_has_had_theirs_reads_from_when_on_they_can_have_another(as_user):
    person, item = rich(), reward(most_each=1, period=Period.QUARTER)
    ordered(person, item)
    page = words(as_user(person).get(f"/catalogue/{item.id}"))
    assert "You have had one each quarter . You can order it again from" in page.replace("quarter.", "quarter .")
    assert "You have had one each quarter" in words(as_user(person).get("/catalogue"))


def test_the_manager_says_yes_and_the_fulfiller_hands_over_from_their_queues(as_user):
    manager, fulfiller = factories.person(), factories.person()
    person = rich(manager_id=manager.id)
    order = ordered(person, reward(approver=ItemApprover.MANAGER, fulfiller=fulfiller))
    assert "Nothing to hand over" in as_user(fulfiller).get("/rewards/orders?part=approved").text
    assert order.item.name in as_user(manager).get("/rewards/orders").text
    as_user(manager).post(f"/catalogue/orders/{order.id}/approve", data={"next": "/rewards/orders"})
    assert order.item.name in as_user(fulfiller).get("/rewards/orders").text
    as_user(fulfiller).post(f"/catalogue/orders/{order.id}/fulfil", data={"fulfil-note": "On your desk."})
    assert order.state is RedemptionState.FULFILLED
    assert "On your desk." in as_user(person).get(f"/catalogue/orders/{order.id}").text


def test_an_order_of_others_is_not_shown_to_a_stranger(as_user):
    order = ordered(rich(), reward())
    assert as_user(factories.person()).get(f"/catalogue/orders/{order.id}").status_code == 403
    assert as_user(factories.leader()).get(f"/catalogue/orders/{order.id}").status_code == 403
    assert order.item.name not in as_user(factories.person()).get("/rewards/orders?part=approved&whose=all").text
    assert as_user(factories.hr()).get(f"/catalogue/orders/{order.id}").status_code == 200
    assert as_user(factories.hr()).get("/catalogue/orders/999").status_code == 404


def test_hr_sees_what_waits_for_them_or_everybodys(as_user):
    mine, other = reward(approver=ItemApprover.HR), reward(approver=ItemApprover.MANAGER)
    ordered(rich(), mine)
    ordered(rich(manager_id=factories.person().id), other)
    visitor = as_user(factories.hr())
    page = visitor.get("/rewards/orders").text
    assert mine.name in page
    assert other.name not in page
    assert other.name in visitor.get("/rewards/orders?whose=all").text


def test_a_second_end_is_refused_with_what_happened(as_user):
    person, hr = rich(), factories.hr()
    order = ordered(person, reward())
    commands.fulfil_redemption(order.item.fulfiller, order)
    answer = as_user(person).post(f"/catalogue/orders/{order.id}/cancel")
    assert answer.status_code == 409
    assert "This was handed over just now" in words(answer)
    answer = as_user(hr).post(f"/catalogue/orders/{order.id}/decline", data={"decline-reason": "No."})
    assert (answer.status_code, balance(person)) == (409, 400)


def test_hr_puts_a_reward_with_a_picture_into_the_catalogue(as_user, own_folder):
    hr, fulfiller = factories.hr(), factories.person()
    visitor, url = as_user(hr), "/rewards/catalogue/new"
    fields = typed(fulfiller, stock="5")
    assert visitor.post(url, data=fields | {"picture": (picture(), "mug.jpg")}).status_code == 422
    chosen = {"picture": (picture(), "mug.jpg"), "picture_words": "A blue mug"}
    assert visitor.post(url, data=fields | chosen).status_code == 303
    item = db.session.scalars(sa.select(CatalogueItem)).one()
    assert (item.stock, item.picture_words, item.picture_width, item.picture_height) == (5, "A blue mug", 960, 720)
    page = as_user(factories.person()).get("/catalogue")
    assert 'alt="A blue mug" width="960" height="720"' in page.text
    answer = as_user(factories.person()).get(f"/catalogue/{item.id}/picture.webp")
    answer.close()
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert list(invariants.broken()) == []


def test_what_is_no_picture_is_refused_and_nothing_lies_about(as_user, own_folder):
    fields = typed(factories.person(), picture_words="A mug", picture=(io.BytesIO(b"<svg/>"), "mug.svg"))
    answer = as_user(factories.hr()).post("/rewards/catalogue/new", data=fields)
    assert answer.status_code == 422
    assert "no picture that we can show" in answer.text
    assert "The picture has to be chosen again" in answer.text
    assert not own_folder.exists()


def test_a_picture_that_is_replaced_or_taken_away_is_deleted(as_user, own_folder):
    hr, fulfiller = factories.hr(), factories.person()
    visitor = as_user(hr)
    first = typed(fulfiller, picture=(picture(), "a.jpg"), picture_words="One")
    visitor.post("/rewards/catalogue/new", data=first)
    item = db.session.scalars(sa.select(CatalogueItem)).one()
    url, old = f"/rewards/catalogue/{item.id}", item.picture
    fresh = {"seen": hidden(visitor.get(url), "seen"), "picture": (picture((40, 30)), "b.jpg"), "picture_words": "Two"}
    assert visitor.post(url, data=typed(fulfiller) | fresh).status_code == 303
    assert (item.picture != old, item.picture_words) == (True, "Two")
    assert [path.name for path in own_folder.iterdir()] == [item.picture]
    bare = {"seen": hidden(visitor.get(url), "seen"), "picture_words": "Two", "is_bare": "y"}
    visitor.post(url, data=typed(fulfiller) | bare)
    assert (item.picture, list(own_folder.iterdir())) == (None, [])


def test_two_who_edit_a_reward_read_each_other(as_user):
    hr, fulfiller = factories.hr(), factories.person()
    item = reward(hr, name="A mug", price=40, fulfiller=fulfiller)
    visitor, url = as_user(hr), f"/rewards/catalogue/{item.id}"
    seen = hidden(visitor.get(url), "seen")
    visitor.post(url, data=typed(fulfiller, seen=seen, price="50"))
    answer = visitor.post(url, data=typed(fulfiller, seen=seen, price="60"))
    assert (answer.status_code, item.price) == (409, 50)
    visitor.post(url, data=typed(fulfiller, seen=hidden(answer, "seen"), price="60"))
    assert item.price == 60


def test_an_order_that_comes_while_somebody_edits_changes_no_price_and_no_stock_back(as_user):
    hr, fulfiller = factories.hr(), factories.person()
    item = reward(hr, name="A mug", price=40, stock=3, fulfiller=fulfiller)
    visitor, url = as_user(hr), f"/rewards/catalogue/{item.id}"
    seen = hidden(visitor.get(url), "seen")
    ordered(rich(), item)
    assert visitor.post(url, data=typed(fulfiller, seen=seen, price="50")).status_code == 303
    assert (item.price, left(item)) == (50, 2)


def test_a_count_that_orders_overtook_is_asked_for_again(as_user):
    hr = factories.hr()
    item = reward(hr, stock=5)
    visitor, url = as_user(hr), f"/rewards/catalogue/{item.id}"
    seen = re.findall(r'name="seen"[^>]*value="([^"]+)"', visitor.get(url).text)[1]
    ordered(rich(), item)
    answer = visitor.post(f"{url}/stock", data={"stock": "9", "seen": seen})
    assert (answer.status_code, left(item)) == (409, 4)
    assert "The stock moved while you were counting" in answer.text
    again = re.findall(r'name="seen"[^>]*value="([^"]+)"', answer.text)[1]
    assert visitor.post(f"{url}/stock", data={"stock": "9", "seen": again}).status_code == 303
    assert left(item) == 9


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Give it a name"),
        ("price", "0", "whole number from 1"),
        ("who", "nobody@example.test", "We know no colleague"),
        ("period", "year", "how many one person may have"),
        ("days", "4000", "whole number from 1 to 365"),
    ],
)
def test_what_cannot_be_offered_is_said_at_its_field(as_user, field, value, says):
    fields = typed(factories.person()) | {field: value}
    answer = as_user(factories.hr()).post("/rewards/catalogue/new", data=fields)
    assert answer.status_code == 422
    assert says in answer.text


def test_gifts_are_paid_out_in_one_press_and_listed_by_month(as_user):
    hr, item = factories.hr(), reward(name="Warm meals", kind=ItemKind.CHARITY, price=25, stock=None)
    ordered(rich(), item)
    ordered(rich(), item)
    visitor, url = as_user(hr), f"/rewards/orders/gifts/{item.id}"
    page = visitor.get("/rewards/orders/gifts")
    assert "50 points 2 gifts" in words(page)
    until = hidden(page, f"gifts-{item.id}-until")
    form = {f"gifts-{item.id}-until": until, f"gifts-{item.id}-reason": "Transfer of today"}
    assert visitor.post(url, data=form).status_code == 303
    assert visitor.post(url, data=form).status_code == 409
    page = words(visitor.get("/rewards/orders/gifts"))
    assert f"{now():%B %Y} Warm meals 2 50" in page


def test_the_sheets_are_safe_for_spreadsheets(as_user, app):
    hr = factories.hr()
    person, item = rich(name="=1+1"), reward(hr, name="@mug", asks="Size?")
    ordered(person, item, words="+cmd|' /C calc'!A0")
    answer = as_user(hr).post("/rewards/orders/export", data={"file": "csv"})
    assert answer.status_code == 200
    line = answer.data.decode("utf-8-sig").splitlines()[1]
    assert "'@mug" in line
    assert "'=1+1" in line
    assert "'+cmd|" in line
    ordered(person, reward(name="=gift", kind=ItemKind.CHARITY, stock=None))
    gifts = as_user(hr).post("/rewards/orders/gifts/export", data={"file": "csv"}).data.decode("utf-8-sig")
    assert ",'=gift,to pay out,1,100," in gifts
    assert as_user(factories.admin()).post("/rewards/orders/export", data={"file": "csv"}).status_code == 403


def test_a_sheet_is_read_in_pieces():
    person, item = rich(1_000), reward(stock=None)
    for _ in range(5):
        ordered(person, item)
    first = orders_between(ALL, None, 3)
    second = orders_between(ALL, first.next, 3)
    assert [len(first.items), len(second.items), second.next] == [3, 2, None]


@pytest.mark.parametrize(
    "path", ["/catalogue", "/catalogue/orders", "/rewards/orders?part=approved", "/rewards/catalogue"]
)
def test_the_lists_ask_as_much_for_many_as_for_one(as_user, path):
    hr = factories.hr()
    hr_person, item = rich(9_000), reward(hr, stock=None, fulfiller=hr)
    visitor = as_user(hr)
    ordered(hr_person, item)
    visitor.get(path)
    with counted() as few:
        visitor.get(path)
    for _ in range(12):
        ordered(hr_person, reward(hr, stock=None, fulfiller=hr))
    keep()
    with counted() as many:
        visitor.get(path)
    assert len(many) == len(few) <= 6


def test_lists_go_on_page_by_page(as_user, monkeypatch):
    for name in ("catalogue", "orders"):
        monkeypatch.setattr(sys.modules[f"innovate.rewards.queries.{name}"], "PAGE", 2)
    person, items = rich(1_000), [reward(price=100 + n) for n in (1, 1, 2)]
    for item in items:
        ordered(person, item)
    visitor = as_user(person)
    assert db.session.scalar(sa.select(sa.func.count(Redemption.id))) == 3
    for path, last in (("/catalogue", items[2]), ("/catalogue/orders", items[0])):
        page = visitor.get(path)
        following = re.findall(r'href="([^"]*after=[^"]+)"[^>]*rel="next"', page.text)[0].replace("&amp;", "&")
        assert last.name not in page.text
        assert last.name in visitor.get(following).text
