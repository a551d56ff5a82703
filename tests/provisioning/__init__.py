"""What tests stand on: databases on both engines, visits as a person, a real server and a real browser."""
