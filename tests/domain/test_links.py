"""Links: campaign parameters once, counted ones the same for everybody."""

from omroeper.domain.links import LinkBook


def test_a_link_gets_its_parameters_and_keeps_its_own() -> None:
    target = LinkBook("agdb-2024-10", "agdb").target(
        "https://x.example/a?id=1&utm_source=old", "lead"
    )
    assert target == (
        "https://x.example/a?id=1&utm_source=agdb&utm_medium=email"
        "&utm_campaign=agdb-2024-10&utm_content=lead"
    )


def test_a_counted_link_tells_the_link_and_not_the_reader() -> None:
    book = LinkBook("agdb-2024-10", "agdb", "https://desk.example")
    first = book.outgoing("https://x.example/a", "lead")
    assert first == book.outgoing("https://x.example/a", "lead")
    assert first == f"https://desk.example/k/{book.link_id('https://x.example/a', 'lead')}"
    assert first != book.outgoing("https://x.example/b", "lead")
