"""The values that a new company is offered to begin with; HR keeps those that fit, and writes its own."""

FIRST_VALUES = {
    "customers": ("Customers first", "We ask what it is like for the customer, and act on the answer."),
    "together": ("We help one another", "Whoever sees that a colleague needs a hand offers theirs."),
    "better": ("Better every week", "We try small changes, look at what they did, and keep what works."),
    "openly": ("Say it openly", "We speak about what went wrong early and without blame."),
}
