from hypothesis import given
from hypothesis import strategies as st

from models.contract.diff import Change, Span, changes, spans, unchanged

MEASURE = "Share of the week’s decisions that the minutes show as closed. Bram enters it each "
OLD = [
    ("First goal", "Decisions are closed in the meeting"),
    ("Measure", MEASURE + "Friday, after the minutes are out."),
    ("Target", "70 %, reliably, by 26 February 2027"),
    ("Promise 1", "Marta reads the minutes"),
    ("Evidence", "The minutes"),
]
NEW = [
    ("First goal", "Decisions are closed in the meeting"),
    ("Measure", MEASURE + "Tuesday, after the stand-up."),
    ("Target", "70 %, reliably, by 26 March 2027"),
    ("Evidence", "The minutes"),
    ("Second goal", "Bram speaks last"),
]


def drawn(found):
    marks = {"same": "{}", "gone": "[-{}-]", "come": "[+{}+]"}
    return "".join(marks[span.kind].format(span.words) for span in found)


def test_a_change_reads_as_it_would_be_told():
    assert [(change.label, change.kind, drawn(change.spans)) for change in changes(OLD, NEW)] == [
        ("Measure", "changed", MEASURE + "[-Friday-][+Tuesday+], after the [-minutes are out-][+stand-up+]."),
        ("Target", "changed", "70 %, reliably, by 26 [-February-][+March+] 2027"),
        ("Promise 1", "removed", "[-Marta reads the minutes-]"),
        ("Second goal", "added", "[+Bram speaks last+]"),
    ]


def test_what_stays_is_named():
    assert unchanged(OLD, NEW) == ("First goal", "Evidence")


def test_the_same_text_has_no_change():
    assert changes(OLD, OLD) == ()


def test_nothing_becomes_something_and_back():
    assert changes([], [("Fee", "€100")]) == (Change("Fee", "added", "", "€100", (Span("come", "€100"),)),)
    assert changes([("Fee", "€100")], []) == (Change("Fee", "removed", "€100", "", (Span("gone", "€100"),)),)
    assert changes([], []) == ()


def test_a_clause_that_only_moved_is_no_change():
    assert changes(OLD, [OLD[1], OLD[0], *OLD[2:]]) == ()


def test_clauses_of_one_name_are_taken_in_their_order():
    before, after = [("Shared", "wording"), ("Shared", "progress")], [("Shared", "wording"), ("Shared", "report")]
    assert [(change.before, change.after) for change in changes(before, after)] == [("progress", "report")]
    assert unchanged(before, after) == ("Shared",)


def test_words_that_follow_each_other_change_together():
    assert (
        drawn(spans("he may speak now and then in it", "he shall write now and then in it"))
        == "he [-may speak-][+shall write+] now and then in it"
    )


def test_sentences_with_little_in_common_stand_against_each_other():
    assert (
        drawn(spans("Bram speaks last", "The board sees a rough forecast on Monday"))
        == "[-Bram speaks last-][+The board sees a rough forecast on Monday+]"
    )


def test_a_number_changes_as_a_whole():
    assert (
        drawn(spans("about 12.5 % by 2027-02-26", "about 12.7 % by 2027-03-26"))
        == "about [-12.5-][+12.7+] % by [-2027-02-26-][+2027-03-26+]"
    )


words = st.lists(st.sampled_from(["he", "may", "speak", ",", ".", " ", "\n", "é", "70 %", "’"]), max_size=30).map(" ".join) | st.text()


@given(words, words)
def test_both_texts_are_in_the_spans(before, after):
    found = list(spans(before, after))
    assert "".join(span.words for span in found if span.kind != "come") == before
    assert "".join(span.words for span in found if span.kind != "gone") == after
    assert all(span.words for span in found)


def test_a_long_text_of_repetitions_is_still_told_apart():
    before, after = "a b " * 2_500, "b a c " * 2_000
    found = list(spans(before, after))
    assert "".join(span.words for span in found if span.kind != "come") == before
    assert "".join(span.words for span in found if span.kind != "gone") == after


clauses = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["one", "two", "three words here"])), max_size=6)


@given(clauses, clauses)
def test_every_clause_is_either_changed_or_stays(before, after):
    found = changes(before, after)
    assert sum(bool(change.after) for change in found) <= len(after)
    assert {change.label for change in found} | set(unchanged(before, after)) == {label for label, _ in (*before, *after)}
    assert all(change.before != change.after for change in found)


@given(clauses)
def test_a_text_against_itself_has_no_change(text):
    assert changes(text, text) == ()
