"""The comparison of two texts keeps every word of both."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baocao.so_sanh import compare_words

pytestmark = pytest.mark.pure
TEXTS = st.text("ab \n.", max_size=30)


@given(TEXTS, TEXTS)
@example("a " * 3000, "b")
def test_both_texts_can_be_read_back(truoc, nay):
    parts = compare_words(truoc, nay)
    assert "".join(part.chu for part in parts if not part.is_added) == truoc
    assert "".join(part.chu for part in parts if not part.is_dropped) == nay


@given(TEXTS)
def test_a_text_that_did_not_change_is_kept_as_a_whole(text):
    assert [part.chu for part in compare_words(text, text)] == ([text] if text else [])
