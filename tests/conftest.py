"""What every test may ask for; tests/provisioning/fixtures.py says what each is."""

pytest_plugins = ["tests.provisioning.fixtures"]
