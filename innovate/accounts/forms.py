"""What people type to come in, to choose a password, and about themselves."""

from wtforms import BooleanField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length, ValidationError

from innovate.accounts.addresses import LONGEST as LONGEST_ADDRESS
from innovate.accounts.addresses import is_address
from innovate.accounts.passwords import LONGEST, SHORTEST
from innovate.core.forms import Form, clean, line, text

SHEET = 400_000  # characters of a pasted sheet; a form takes 500,000 bytes
HINT = (
    f"At least {SHORTEST} characters. A few words that only you would put together are easy to keep in mind; "
    "no digits or signs are asked for."
)


def email(label: str = "E-mail", **attributes: object) -> StringField:
    """An e-mail address."""
    checks = [
        InputRequired("Type the e-mail address."),
        _address,
    ]
    more = {
        "type": "email",
        "autocomplete": "username",
        "maxlength": LONGEST_ADDRESS,
        "spellcheck": "false",
        **attributes,
    }
    return StringField(label, checks, filters=[clean], render_kw=more)


def present_password(label: str = "Password") -> PasswordField:
    """The password that somebody has now."""
    checks = [InputRequired("Type your password."), Length(max=1024, message="That is too long to be a password.")]
    return PasswordField(label, checks, render_kw={"autocomplete": "current-password"})


def new_password(label: str = "Password") -> PasswordField:
    """A password to be; the command says what is wrong with it."""
    checks = [InputRequired("Choose a password.")]
    more = {"autocomplete": "new-password", "minlength": SHORTEST, "maxlength": LONGEST}
    return PasswordField(label, checks, description=HINT, render_kw=more)


def _address(_form: Form, field: StringField) -> None:
    if not is_address(field.data or ""):
        raise ValidationError("This does not look like an e-mail address. It needs a name, an @ and a domain.")


class SignInForm(Form):
    """E-mail and password."""

    email = email()
    password = present_password()
    remember = BooleanField("Keep me signed in on this device")


class SetupForm(Form):
    """The first administrator."""

    name = line("Your name", required="Type your name.", most=80, autocomplete="name")
    email = email("Your e-mail")
    password = new_password()


class EmailForm(Form):
    """Whose password is forgotten."""

    email = email()


class NewPasswordForm(Form):
    """A new password, behind a mailed link."""

    password = new_password()


class ChangePasswordForm(Form):
    """The password of now, and the one to be."""

    old_password = present_password("Present password")
    new_password = new_password("New password")


class ConfirmForm(Form):
    """The password once more, before something weighty."""

    confirm_password = present_password("Your password")


class ThemeForm(Form):
    """Light, dark, or as the device says."""

    theme = RadioField(
        "Theme",
        [InputRequired("Choose one of the three.")],
        choices=[
            SelectChoice("light", "Light"),
            SelectChoice("dark", "Dark"),
            SelectChoice("system", "As the device says"),
        ],
    )


class RankingForm(Form):
    """Whether to be counted in the rankings."""

    is_left_out = BooleanField("Leave me out of rankings")


class MilestonesForm(Form):
    """Whether one's years with the company are shown to everybody."""

    is_hidden = BooleanField("Keep my years to myself")


class AttributeForm(Form):
    """The name of an attribute."""

    name = line("Name", required="Give the attribute a name.", most=60, hint="Such as Contract, or Working hours.")


class AttributeSheetForm(Form):
    """What an attribute is for people, a line each."""

    sheet = text(
        "A line for each person",
        required="Paste a line for each person.",
        most=SHEET,
        hint="An e-mail and a value, with a comma between them, or two columns of a spreadsheet.",
        rows=10,
        spellcheck="false",
    )
