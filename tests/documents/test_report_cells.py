"""Hidden counts stay hidden: whoever knows the rules, and adds and subtracts all that is told,
finds at least two numbers for each."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.documents.report.cells import FEWEST, Row, Table, hide, small, to_hide

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=7)


def compositions(total, parts):
    """Every way to write a total as so many counts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in compositions(total - first, parts - 1))


def seen(counts):
    """What is told of a table: its counts, or None for each that is hidden."""
    hidden = to_hide(counts)
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


@pytest.mark.parametrize("parts", [2, 3, 4, 5])
@pytest.mark.parametrize("total", [*range(5, 18), 23])
def test_no_hidden_count_follows_from_what_is_told_and_the_sum(total, parts):
    possible = defaultdict(list)
    for counts in compositions(total, parts):
        possible[seen(counts)].append(counts)

    for told, found in possible.items():
        for place, count in enumerate(told):
            if count is None:
                assert len({counts[place] for counts in found}) > 1, (told, found)


def report(levels, under, endings):
    """A count split by two tables, the rows of one of them split again."""
    rows = tuple(
        Row(f"level {n}", count, (Table("under", "", parts_of(split)),))
        for n, (count, split) in enumerate(zip(levels, under, strict=True))
    )
    whole = Row("all", sum(levels), (Table("level", "", rows), Table("end", "", parts_of(endings))))
    return hide(whole)


def parts_of(counts):
    return tuple(Row(f"row {n}", count) for n, count in enumerate(counts))


def cells(row, counts):
    """Each cell of a report as it is told, beside its real count; a table that is not told has
    none, and what is under a hidden row is not there."""
    (levels, ends), (real, under, endings) = row.tables, counts
    yield from cells_of("level", levels, real)
    for one, split in zip(levels.rows, under, strict=False):
        if one.tables:
            yield from cells_of(f"under {one.label}", one.tables[0], split)
    yield from cells_of("end", ends, endings)


def cells_of(name, table, real):
    told = [row.count for row in table.rows] or [None] * len(real)
    yield from ((name, place, shown, real[place]) for place, shown in enumerate(told))


@pytest.mark.parametrize("total", [6, 9, 11])
def test_no_hidden_count_follows_from_the_other_tables_either(total):
    told, possible = {}, defaultdict(lambda: defaultdict(set))
    splits = {count: list(compositions(count, 2)) for count in range(total + 1)}
    for levels in compositions(total, 3):
        for under in product(*(splits[count] for count in levels)):
            for endings in splits[total]:
                shown = report(levels, under, endings)
                told[shown] = True
                for name, place, count, real in cells(shown, (levels, under, endings)):
                    if count is None:
                        possible[shown][name, place].add(real)

    assert len(told) > 10
    assert [one for found in possible.values() for one in found.items() if len(one[1]) == 1] == []


@given(COUNTS)
def test_no_small_count_is_ever_told_and_zero_and_large_ones_mostly_are(counts):
    told = seen(counts)

    assert not any(count is not None and small(count) for count in told)
    if not any(map(small, counts)):
        assert told == tuple(counts)


@given(COUNTS, st.randoms())
def test_what_is_hidden_does_not_depend_on_the_order_of_rows(counts, chance):
    order = list(range(len(counts)))
    chance.shuffle(order)

    assert seen([counts[place] for place in order]) == tuple(seen(counts)[place] for place in order)


def test_one_small_count_takes_the_least_of_the_others_with_it():
    assert seen([20, 3, 9, 0]) == (20, None, None, 0)


def test_two_different_small_counts_hide_each_other():
    assert seen([20, 3, 2, 9]) == (20, None, None, 9)


def test_small_counts_that_are_all_alike_would_give_each_other_away():
    assert seen([20, 1, 1, 9]) == (20, None, None, None)


def test_of_two_counts_that_are_least_no_order_of_rows_decides():
    assert seen([20, 9, 3, 9]) == (20, None, None, None)


def test_where_only_zeros_would_be_left_nothing_is_told():
    assert seen([3, 9, 0]) == (None, None, None)
    assert hide(Row("all", 12, (Table("t", "", parts_of([3, 9, 0])),))).tables[0].rows == ()


def test_of_fewer_contacts_than_that_nothing_is_told_at_all():
    assert hide(Row("all", FEWEST - 1, (Table("t", "", parts_of([4])),))) == Row("all", None)
    assert hide(Row("all", FEWEST, (Table("t", "", parts_of([5])),))).tables[0].told


def test_what_lies_under_a_hidden_count_is_not_told():
    under = (Table("under", "", parts_of([9, 0])),)
    rows = (Row("a", 20), Row("b", 3), Row("c", 9, under))

    told = hide(Row("all", 32, (Table("t", "", rows),))).tables[0].rows

    assert [row.count for row in told] == [20, None, None]
    assert told[2].tables == ()
