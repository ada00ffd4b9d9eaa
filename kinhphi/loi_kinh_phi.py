"""Refusals about money; each is a sentence for the user."""


class KinhPhiError(Exception):
    """A refusal of this app; str() is a sentence for the user."""

    field = ""  # the form field the sentence is about, "" for the whole form
