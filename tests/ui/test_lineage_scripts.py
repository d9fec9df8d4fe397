"""Where the rows of a family stand: forks at their step, as high as there are rows to the parent."""

from tests.scripts import answer


def member(id, parent, start, step):
    return {"id": id, "parent": parent, "start": start, "step": step}


def test_forks_stand_at_their_step_and_reach_up_to_their_parent():
    members = [member("a", None, 0, 100), member("b", "a", 50, 200), member("c", "b", 150, 200),
               member("d", "a", 80, 80), member("e", "gone", 10, 20)]
    placed = answer("lineage/lineage.js", "places(ask.members, 200)", members=members)
    assert [(place["from"], place["width"], place["up"]) for place in placed] == [
        (0, 50, 0), (25, 75, 1), (75, 25, 1), (40, 0.4, 3), (5, 5, 0)]
