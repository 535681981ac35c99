"""The Dutch form of flow `report`: a group of fields, since Prefect titles a bare parameter by its name."""

from pydantic import BaseModel, Field

LAST_YEAR = "vorig jaar"
_PERIOD = rf"^(\d{{4}}(-\d{{2}}(-[a-z0-9-]+)?)?|{LAST_YEAR})?$"


class ReportForm(BaseModel):
    """Which report to make. Prefect checks the pattern before the run starts."""

    period: str = Field(
        default="",
        title="Maand of jaar",
        description=(
            "Een maand geeft het maandverslag: 2024-10, of met zijn naam erachter een extra editie: "
            "2024-10-conferentie. Een jaar geeft het jaarverslag: 2024, of: vorig jaar. Leeg: het "
            "maandverslag van wat elke nieuwsbrief het laatst verzond."
        ),
        pattern=_PERIOD,
    )
    newsletter: str = Field(
        default="",
        title="Nieuwsbrief",
        description="De naam van de map in content/newsletters. Leeg: die van de instellingen.",
    )
