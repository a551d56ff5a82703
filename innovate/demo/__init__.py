"""The demo company: Lindqvist Home, its people, and six months of their ideas."""
