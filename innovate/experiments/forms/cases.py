"""What people type of what was learned: the words of a case."""

from innovate.core.crossing import EditForm
from innovate.core.forms import line, text
from innovate.experiments.cases import LONGEST_TITLE


class CaseForm(EditForm):
    """The words of a case; what was measured and decided stays as it is."""

    title = line("Title", required="Give it a title.", most=LONGEST_TITLE)
    context = text(
        "Why it was tried, and where",
        required="Say why it was tried and where.",
        rows=8,
        hint="For somebody with a similar idea who was not there. What stands here now is kept and can be read.",
    )
