"""The diary: what was seen and heard, day by day, with photos."""

from datetime import timedelta
from functools import partial

from flask import Response as FileResponse
from flask import current_app, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.clock import today
from innovate.core.crossing import held
from innovate.core.errors import BadInput
from innovate.core.limits import take
from innovate.core.pictures import MOST_BYTES, Pictures, sending
from innovate.core.web import afterwards, back_to, entity, needs, signed_in, takes_files
from innovate.experiments import commands, forms, queries
from innovate.experiments.commands.diary import Shown
from innovate.experiments.models import DiaryEntry, Experiment, ExperimentState, Photo
from innovate.experiments.photos import photos_in
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import frame_of

Page = Response | tuple[str, int]
MOST_IN_ALL = len(forms.PLACES) * MOST_BYTES + 1_000_000
AGAIN = "The photos have to be chosen again: a browser does not keep them."


@bp.route("/experiments/<int:experiment_id>/diary", methods=["GET", "POST"])
@takes_files(MOST_IN_ALL)
@signed_in
def diary(experiment_id: int) -> Page:
    """Read what was written, or write."""
    permissions.read_ideas.require(me())
    experiment = queries.get_experiment(experiment_id)
    if request.method == "POST":
        permissions.write_diary.require(me(), experiment)
    form = forms.DiaryForm(data={"day": today()})
    if form.validate_on_submit():
        with form.refusals():
            take("diary entries", me().id, times=20, within=timedelta(minutes=1))
            shown = _taken_in(form)
            entry = commands.write_diary(
                me(),
                queries.get_experiment(experiment_id),
                day=form.day.data or today(),
                body=form.body.data or "",
                is_customer=form.is_customer.data,
                photos=shown,
            )
            return back_to(f"/experiments/{experiment_id}/diary#entry-{entry.id}", "It stands in the diary.")
    page = render_template(
        "experiments/diary.html",
        form=form,
        experiment=frame_of(experiment),
        diary=queries.diary(me(), experiment, request.args.get("before")),
        may_write=_is_open(experiment) and permissions.write_diary.allows(me(), experiment),
        again=_again(form),
    )
    return page, form.status


@bp.route("/diary/<int:entry_id>/edit", methods=["GET", "POST"])
@takes_files(MOST_IN_ALL)
@signed_in
def edit_entry(entry_id: int) -> Page:
    """Mend one's own entry, and what its photos show."""
    entry: DiaryEntry = entity(DiaryEntry, entry_id)
    permissions.keep_diary_entry.require(me(), entry)
    experiment = queries.get_experiment(entry.experiment_id)
    form = _typed(entry) if request.method == "POST" else _standing(entry)
    if form.validate_on_submit():
        with form.refusals():
            return _changed(entry_id, form)
    page = render_template(
        "experiments/edit_entry.html",
        form=form,
        entry_id=entry.id,
        experiment=frame_of(experiment),
        photos=tuple(queries.PhotoView(one.id, one.words, one.width, one.height) for one in entry.photos),
        again=_again(form),
    )
    return page, form.status


def _changed(entry_id: int, form: forms.EditDiaryForm) -> Response:
    """Keep what was mended; files of photos that go are deleted once that is kept."""
    shown = _taken_in(form)
    entry: DiaryEntry = entity(DiaryEntry, entry_id)
    files = [photo.file for photo in entry.photos]
    typed = dict(zip((photo.id for photo in entry.photos), form.photos, strict=False))
    commands.edit_diary(
        me(),
        entry,
        day=form.day.data or today(),
        body=form.body.data or "",
        is_customer=form.is_customer.data,
        words={photo_id: one.words.data or "" for photo_id, one in typed.items()},
        without=[photo_id for photo_id, one in typed.items() if one.is_gone.data],
        photos=shown,
    )
    afterwards(partial(_photos().forget_unless_kept, files))
    return back_to(f"/experiments/{entry.experiment_id}/diary#entry-{entry.id}", "The entry is changed.")


def _standing(entry: DiaryEntry) -> forms.EditDiaryForm:
    """The form with the entry as it stands."""
    stands = {
        "day": entry.day,
        "body": entry.body,
        "is_customer": entry.is_customer,
        "photos": [{"words": photo.words} for photo in entry.photos],
    }
    return forms.EditDiaryForm(formdata=None, data=stands).opened()


def _typed(entry: DiaryEntry) -> forms.EditDiaryForm:
    """The form as it was sent; late when the entry was changed elsewhere since it was opened."""
    form, stands = forms.EditDiaryForm(), _standing(held(entry))
    for photo in entry.photos[len(form.photos) :]:  # added since it was opened
        form.photos.append_entry({"words": photo.words})
    form.compare(stands)
    return form


@bp.route("/diary/<int:entry_id>/delete", methods=["GET", "POST"])
@signed_in
def delete_entry(entry_id: int) -> Response | str:
    """Ask once more, then take the entry away."""
    entry: DiaryEntry = entity(DiaryEntry, entry_id)
    permissions.keep_diary_entry.require(me(), entry)
    experiment = queries.get_experiment(entry.experiment_id)
    if request.method == "POST":
        files = commands.delete_diary(me(), entry)
        afterwards(partial(_photos().forget_unless_kept, files))
        return back_to(f"/experiments/{experiment.id}/diary", "The entry is gone.")
    return render_template(
        "experiments/delete_entry.html",
        entry_id=entry.id,
        day=entry.day,
        body_html=entry.body_html,
        is_customer=entry.is_customer,
        photos=len(entry.photos),
        experiment=frame_of(experiment),
    )


@bp.get("/diary/photos/<int:photo_id>.webp")
@needs(permissions.read_ideas)
def photo(photo_id: int) -> FileResponse:
    """A photo, for whoever may read the experiment; nothing in it could run."""
    found: Photo = entity(Photo, photo_id)
    return sending.shown(_photos(), found.file)


def _is_open(experiment: Experiment) -> bool:
    return experiment.state is not ExperimentState.CONCLUDED


def _photos() -> Pictures:
    return photos_in(current_app.config["SETTINGS"].photos)


def _chosen() -> list[tuple[int, FileStorage]]:
    """The files that were chosen, each with its place in the form."""
    files = ((place, sending.chosen(f"photo_{place}")) for place in forms.PLACES)
    return [(place, file) for place, file in files if file is not None]


def _taken_in(form: forms.DiaryForm) -> list[Shown]:
    """The photos that were chosen, each with what it shows."""
    files = _chosen()
    for place, _file in files:
        if not form[f"words_{place}"].data:
            raise BadInput("Say what the photo shows, for those who cannot see it.", f"words_{place}")
    pictures = sending.taken_in(_photos(), me().id, [(f"photo_{place}", file) for place, file in files])
    return [(one, form[f"words_{place}"].data) for one, (place, _file) in zip(pictures, files, strict=True)]


def _again(form: forms.DiaryForm) -> str:
    """What to say of photos that came with a form which was refused."""
    return AGAIN if form.status != 200 and _chosen() else ""
