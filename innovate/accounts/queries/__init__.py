"""Reads of people: who is signed in, faces, lists to choose from, and profiles."""

from innovate.accounts.queries.attributes import AttributeRow, attributes, ids_by_email
from innovate.accounts.queries.outbox import QueuedMail, latest_mails
from innovate.accounts.queries.people import (
    MySignIn,
    ShownPerson,
    areas_led_by,
    demo_people,
    experiments_run_by,
    my_sign_ins,
)
from innovate.accounts.queries.profile import Profile, ProfileIdea, given_votes, own_ideas, profile
from innovate.accounts.queries.signed_in import Face, SignedIn, Viewer, anybody_exists, signed_in

__all__ = [
    "AttributeRow",
    "Face",
    "MySignIn",
    "Profile",
    "ProfileIdea",
    "QueuedMail",
    "ShownPerson",
    "SignedIn",
    "Viewer",
    "anybody_exists",
    "areas_led_by",
    "attributes",
    "demo_people",
    "experiments_run_by",
    "given_votes",
    "ids_by_email",
    "latest_mails",
    "my_sign_ins",
    "own_ideas",
    "profile",
    "signed_in",
]
