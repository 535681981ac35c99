"""What one draft says otherwise than the one before it, in short Dutch for the log."""

from omroeper.domain.edition import Draft, Edition

_LONGEST = 60


def told_change(before: Draft | None, after: Draft) -> tuple[str, str]:
    """The two sides of a change, each with its version and fingerprint; empty before a first draft."""
    new = after.edition
    if before is None:
        return "", f"concept {new.version}: ‘{_short(new.subject)}’; {_mark(after)}"
    old = before.edition
    changed = [
        (told, *_apart(_text(old, field), _text(new, field)))
        for field, told in _FIELDS.items()
        if _text(old, field) != _text(new, field)
    ]
    left, come = _titles(old, new), _titles(new, old)
    return (
        _told(before, [f"{told} ‘{one}’" for told, one, _ in changed], left),
        _told(after, [f"{told} ‘{other}’" for told, _, other in changed], come),
    )


_FIELDS = {
    "subject": "onderwerp",
    "preheader": "voorvertoning",
    "introduction": "inleiding",
    "send_at": "verzenden op",
}


def _text(edition: Edition, field: str) -> str:
    if field == "send_at":
        return f"{edition.send_at:%d-%m-%Y %H:%M}"
    return str(getattr(edition, field))


def _apart(old: str, new: str) -> tuple[str, str]:
    """Both texts from the word where they begin to differ, when that lies far in."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
    if same <= _LONGEST:
        return old, new
    start = old.rfind(" ", 0, same - _LONGEST // 2) + 1
    return f"…{old[start:]}", f"…{new[start:]}"


def _titles(here: Edition, there: Edition) -> list[str]:
    """The titles of the items that are in this one only."""
    known = {entry.item.key for entry in there.entries}
    return [entry.item.title for entry in here.entries if entry.item.key not in known]


def _told(draft: Draft, changed: list[str], only_here: list[str]) -> str:
    only = [f"met {', '.join(f'‘{_short(title)}’' for title in only_here)}"] if only_here else []
    said = [_short(one, 2 * _LONGEST) for one in changed]
    return "; ".join((f"concept {draft.edition.version}", *said, *only, _mark(draft)))


def _mark(draft: Draft) -> str:
    return f"vingerafdruk {draft.fingerprint[:12]}"


def _short(text: str, longest: int = _LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
