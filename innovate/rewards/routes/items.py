"""The catalogue as HR keeps it: rewards, their pictures and their stock."""

from functools import partial

from flask import current_app, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.errors import BadInput
from innovate.core.pictures import MOST_BYTES, Picture, Pictures, sending
from innovate.core.web import afterwards, back_to, entity, needs, takes_files
from innovate.rewards import commands, queries
from innovate.rewards.catalogue_forms import ItemForm, NewItemForm, StockForm
from innovate.rewards.item_pictures import item_pictures
from innovate.rewards.models import CatalogueItem
from innovate.rewards.routes import bp

Page = Response | tuple[str, int]
MOST_IN_ALL = MOST_BYTES + 1_000_000
AGAIN = "The picture has to be chosen again: a browser does not keep it."


@bp.get("/rewards/catalogue")
@needs(permissions.keep_catalogue)
def items() -> str:
    """Every reward, also those that are not offered."""
    after = request.args.get("after")
    return render_template("rewards/items.html", rewards=queries.kept_rewards(me(), after), after=after)


@bp.get("/rewards/catalogue/new")
@needs(permissions.keep_catalogue)
def new_item() -> str:
    """The form of a new reward."""
    return _drawn(NewItemForm(data={"days": 7, "who": me().email, "is_active": True}), None)


@bp.post("/rewards/catalogue/new")
@takes_files(MOST_IN_ALL)
@needs(permissions.keep_catalogue)
def make_item() -> Page:
    """Put a reward into the catalogue."""
    form = NewItemForm()
    if form.validate_on_submit():
        with form.refusals():
            picture = _taken_in(form)
            words = form.picture_words.data or ""
            item = commands.save_item(
                me(), None, terms=form.terms(), stock=form.stock.data, picture=picture, picture_words=words
            )
            return back_to("/rewards/catalogue", f"“{item.name}” is in the catalogue.")
    return _drawn(form, None), form.status


@bp.get("/rewards/catalogue/<int:item_id>")
@needs(permissions.keep_catalogue)
def item(item_id: int) -> str:
    """The form of a reward."""
    found: CatalogueItem = entity(CatalogueItem, item_id)
    return _drawn(ItemForm.of(found).opened(), found)


@bp.post("/rewards/catalogue/<int:item_id>")
@takes_files(MOST_IN_ALL)
@needs(permissions.keep_catalogue)
def save_item(item_id: int) -> Page:
    """Change a reward."""
    form = ItemForm()
    form.compare(ItemForm.of(held(entity(CatalogueItem, item_id))))
    if form.validate_on_submit():
        with form.refusals():
            picture = _taken_in(form)
            found: CatalogueItem = held(entity(CatalogueItem, item_id))
            before, is_bare = found.picture, form.is_bare.data and not picture
            words = form.picture_words.data or ""
            terms = form.terms()
            commands.save_item(
                me(), found, terms=terms, picture=picture, picture_words=words, takes_picture_away=is_bare
            )
            if before:
                afterwards(partial(_pictures().forget_unless_kept, [before]))
            return back_to("/rewards/catalogue", f"“{terms.name}” is saved.")
    return _drawn(form, entity(CatalogueItem, item_id)), form.status


@bp.post("/rewards/catalogue/<int:item_id>/stock")
@needs(permissions.keep_catalogue)
def count_stock(item_id: int) -> Page:
    """Say how many are left."""
    form, found = StockForm(), held(entity(CatalogueItem, item_id))
    form.compare(StockForm(formdata=None, obj=found))
    if form.validate_on_submit():
        with form.refusals():
            commands.count_stock(me(), found, stock=form.stock.data)
            return back_to(f"/rewards/catalogue/{item_id}", "The stock is noted.")
    return _drawn(ItemForm.of(found).opened(), found, form), form.status


def _pictures() -> Pictures:
    return item_pictures(current_app.config["SETTINGS"].photos)


def _taken_in(form: ItemForm) -> Picture | None:
    """The picture that was chosen, drawn anew, before any row speaks of it."""
    file = sending.chosen("picture")
    if file is None:
        return None
    if not form.picture_words.data:
        raise BadInput("Say what the picture shows, for those who cannot see it.", "picture_words")
    return sending.taken_in(_pictures(), me().id, [("picture", file)])[0]


def _drawn(form: ItemForm, found: CatalogueItem | None, stock: StockForm | None = None) -> str:
    return render_template(
        "rewards/item.html",
        form=form,
        stock=stock or (StockForm(formdata=None, obj=found).opened() if found else None),
        reward=queries.reward(me(), found.id) if found else None,
        names=queries.colleagues(me()),
        again=AGAIN if form.status != 200 and sending.chosen("picture") else "",
    )
