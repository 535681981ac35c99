"""Bars say their numbers as Dutch readers write them, and tell themselves to who cannot see them."""

from omroeper.rendering.charts import bar_chart


def test_a_bar_says_its_number_in_dutch_and_the_chart_its_title() -> None:
    drawn = bar_chart(
        [("Aangenomen", 1576), ("Geweigerd", 12)],
        title="Waar elke mail bleef",
        description="Aangenomen: 1.576; Geweigerd: 12",
        colour="#2d8f7c",
    )
    assert ">1.576<" in drawn
    assert ">12<" in drawn
    assert 'aria-label="Waar elke mail bleef. Aangenomen: 1.576; Geweigerd: 12"' in drawn
    assert "<title>Waar elke mail bleef</title>" in drawn
