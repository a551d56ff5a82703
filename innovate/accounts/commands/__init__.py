"""Verbs of accounts: coming in, passwords, people and their roles, teams and sites."""

from innovate.accounts.commands.attributes import fill_attribute, remove_attribute, save_attribute
from innovate.accounts.commands.passwords import (
    accept_invitation,
    ask_for_reset,
    change_password,
    confirm_password,
    reset_password,
)
from innovate.accounts.commands.people import (
    change_roles,
    choose_milestones,
    choose_ranking,
    create_first_administrator,
    deactivate_person,
    edit_person,
    invite_person,
    move_to_team,
    reactivate_person,
    send_invitation_again,
)
from innovate.accounts.commands.signing_in import (
    end_sign_in,
    enter_as,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from innovate.accounts.commands.teams import save_site, save_team

__all__ = [
    "accept_invitation",
    "ask_for_reset",
    "change_password",
    "change_roles",
    "choose_milestones",
    "choose_ranking",
    "confirm_password",
    "create_first_administrator",
    "deactivate_person",
    "edit_person",
    "end_sign_in",
    "enter_as",
    "fill_attribute",
    "invite_person",
    "move_to_team",
    "reactivate_person",
    "remove_attribute",
    "reset_password",
    "save_attribute",
    "save_site",
    "save_team",
    "send_invitation_again",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
]
