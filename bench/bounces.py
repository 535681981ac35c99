"""`make bench`: how well bounces are read, on the 117 real messages of flufl.bounce's own tests.

Three ways side by side: an RFC 3464 parse with the standard library, flufl.bounce at its word, and
Omroeper. The last column matters most: living addresses that would be taken off the list. The rules were
written with these messages at hand, so they show what is handled, not what a new server will say.
`--sisimai DIR` adds the mails of github.com/sisimai/set-of-emails, labelled by others: some of what
they call soft says in so many words that the user is unknown ("filtered") or the account closed ("suspend").
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.labelled_bounces import (
    Labelled,
    Verdict,
    flufl_alone,
    measured,
    omroeper,
    own_messages,
    real_messages,
    sisimai_messages,
    standard_library,
    without_delays,
)

WAYS: dict[str, Callable[[bytes], Verdict]] = {
    "standard library": standard_library,
    "flufl.bounce": flufl_alone,
    "omroeper": omroeper,
}
COLUMNS = ("recipients", "verdict", "dead found", "wrongly dead", "ms each")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sisimai", type=Path, help="a checkout of set-of-emails")
    chosen = parser.parse_args().sisimai
    show("real messages", real_messages())
    show("own samples", own_messages())
    if chosen:
        every = sisimai_messages(chosen)
        plain = [one for one in every if not {"filtered", "suspend"} & set(one.cause.split())]
        for title, some in (("of Sisimai", every), ("of Sisimai, plain ones", plain)):
            show(title, some, delays=False)


def show(title: str, messages: Sequence[Labelled], *, delays: bool = True) -> None:
    print(f"\n{len(messages)} {title}")
    print(f"{'':18}" + "".join(f"{name:>14}" for name in COLUMNS))
    for name, read in WAYS.items():
        began = time.process_time()
        score = measured(messages, read if delays else without_delays(read))
        each = 1000 * (time.process_time() - began) / score.messages
        cells = (
            score.recipients if delays else "-",
            score.verdicts,
            f"{score.found_dead}/{score.dead}",
            score.wrongly_dead,
            f"{each:.2f}",
        )
        print(f"{name:18}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
