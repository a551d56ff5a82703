"""What looks like an e-mail address, and how it is kept."""

import pytest

from innovate.accounts.addresses import is_address, normal_email


@pytest.mark.parametrize(
    "address", ["ana@company.example", "ANA.LIND+x@sub.company.co", "o'neil@corp.local", "root@localhost", "a@b.test"]
)
def test_addresses_of_the_internet_and_of_ones_own_network_are_taken(address):
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    ["", "ana", "ana@", "@company.example", "ana lind@company.example", "ana@com pany", "ana@company..example",
     ".ana@company.example", "a..b@company.example", "ana@-company.example", "ana@x.example\nBcc: eve@x.example",
     "å@company.example", "a" * 65 + "@company.example", "ana@" + "a." * 130 + "se"],
)  # fmt: skip
def test_what_no_mail_server_takes_is_refused(address):
    assert not is_address(address)


def test_one_address_is_kept_in_one_way():
    assert normal_email("  Ana@Company.Example ") == "ana@company.example"
