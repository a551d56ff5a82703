"""What people type in a discussion."""

import re

from wtforms import HiddenField
from wtforms.validators import Regexp

from innovate.core.forms import COMMENT, Form, text

STALE = "This page is out of date. Open it again, and copy your words over."


class CommentForm(Form):
    """A comment or an answer; `form_key` makes one comment of it, however often it is sent."""

    form_key = HiddenField(validators=[Regexp(re.compile(r"[0-9a-f]{32}\Z"), message=STALE)])
    parent_id = HiddenField()
    body = text("Comment", required="Write something first.", most=COMMENT)


class EditCommentForm(Form):
    """A comment's words; `version` is the one that the person read."""

    version = HiddenField(validators=[Regexp(re.compile(r"[0-9]{1,9}\Z"), message=STALE)])
    body = text("Comment", required="Write something first.", most=COMMENT)
