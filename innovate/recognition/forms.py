"""What people type on the wall."""

import re

from wtforms import HiddenField
from wtforms.validators import Regexp

from innovate.core.forms import Form, text
from innovate.recognition.commands import COMMENT

STALE = "This page is out of date. Open it again, and copy your words over."


class PostCommentForm(Form):
    """Words to a post; `form_key` makes one comment of it, however often it is sent."""

    form_key = HiddenField(validators=[Regexp(re.compile(r"[0-9a-f]{32}\Z"), message=STALE)])
    body = text("Comment", required="Write something first.", most=COMMENT, rows=3)
