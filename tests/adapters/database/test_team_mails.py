"""What was mailed to whom: claimed once, given back when it failed."""

from omroeper.adapters.database import DatabaseStore
from tests.samples import WHEN


def claim(store: DatabaseStore, person: str, mark: str) -> bool:
    return store.claim_team_mail("chase", "agdb-2024-10", person, mark=mark, at=WHEN)


def test_the_same_is_claimed_once_and_something_else_again(each_store: DatabaseStore) -> None:
    assert claim(each_store, "mila", "a")
    assert not claim(each_store, "mila", "a")
    assert claim(each_store, "yusuf", "a")
    assert claim(each_store, "mila", "b")
    told = {("agdb-2024-10", "mila"): "b", ("agdb-2024-10", "yusuf"): "a"}
    assert each_store.team_mails("chase") == told
    assert each_store.team_mails("calendar") == {}


def test_what_was_given_back_is_claimed_anew(each_store: DatabaseStore) -> None:
    claim(each_store, "mila", "a")
    each_store.give_back_team_mail("chase", "agdb-2024-10", "mila")
    assert each_store.team_mails("chase") == {}
    assert claim(each_store, "mila", "a")
