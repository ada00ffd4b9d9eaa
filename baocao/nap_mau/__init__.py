"""Loading the sample data: five real plans, their communes and units, and what units told.

What is there already is left as it is, so that a second run adds nothing and an officer's
correction survives. `docs/du-lieu-mau.md` describes the files in `fixtures/`.
"""
