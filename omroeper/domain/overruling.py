"""Warnings that an editor takes on, with the reason; what blocks is never taken on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from omroeper.domain.errors import ApprovalRefused
from omroeper.domain.finding import Finding, Level

_LONGEST = 100
"""Characters of a warning that fit on a line of the form."""


@dataclass(frozen=True, slots=True)
class Overruling:
    """One warning about one draft or post (`thing`, `version`) that a person took on, and why.

    `told` is what the warning said (Dutch); with code and place it tells the same warning again.
    """

    thing: str
    version: int
    fingerprint: str
    code: str
    place: str
    told: str
    why: str
    by: str
    at: datetime

    def is_about(self, finding: Finding) -> bool:
        return (self.code, self.place, self.told) == (finding.code, finding.place, finding.reason)


def warnings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.level is Level.WARNING)


def warning_choices(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """What the editor can take on, in short (Dutch); of several warnings, first all at once."""
    found = warnings(findings)
    choices: dict[str, tuple[Finding, ...]] = {}
    if len(found) > 1:
        choices[f"Alle {len(found)} waarschuwingen"] = found
    for finding in found:
        label = _short(f"{finding.place}: {finding.reason}")
        if label in choices:
            label = f"{label} ({len(choices)})"
        choices[label] = (finding,)
    return choices


def taken_on(findings: Iterable[Finding], accepted: Iterable[str]) -> tuple[Finding, ...]:
    """The warnings behind the choices; one that this draft does not have is passed over."""
    choices = warning_choices(findings)
    chosen = (finding for label in accepted for finding in choices.get(label, ()))
    return tuple(dict.fromkeys(chosen))


def require_taken_on(findings: Iterable[Finding], taken: Sequence[Finding], why: str) -> None:
    """Raises ApprovalRefused (Dutch) when a warning is left, or when the reason is."""
    left = [finding for finding in warnings(findings) if finding not in taken]
    if left:
        named = "; ".join(_short(f"{one.place}: {one.reason}").rstrip(".") for one in left)
        raise ApprovalRefused(
            f"Over deze waarschuwingen is nog niets gezegd: {named}",
            remedy=(
                "Kies ze bij ‘Voor mijn rekening’ en schrijf waarom, of kies ‘wijzigingen’ en los "
                "ze op."
            ),
        )
    if taken and not why.strip():
        raise ApprovalRefused(
            "Er staat niet waarom u de waarschuwingen voor uw rekening neemt",
            remedy="Schrijf één reden; die mag voor alle gekozen waarschuwingen gelden.",
        )


def told_overrulings(taken: Sequence[Overruling]) -> str:
    """What was taken on and why, in one line for the log (Dutch); they share their reason."""
    told = "; ".join(f"{one.place}: {one.told.rstrip('.')}" for one in taken)
    return f"{told}. Reden: {taken[0].why}" if taken else ""


def remembered(
    findings: Iterable[Finding], earlier: Sequence[Overruling]
) -> tuple[tuple[str, ...], str]:
    """The choices and reasons that were given before for warnings that are here again."""
    labels, reasons = [], []
    for label, (finding, *more) in warning_choices(findings).items():
        before = [one for one in earlier if one.is_about(finding)]
        if before and not more:
            labels.append(label)
            reasons.append(before[-1].why)
    return tuple(labels), "; ".join(dict.fromkeys(reasons))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
