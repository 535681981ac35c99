"""`make bench`: how well bounces are read, on the 117 real messages of flufl.bounce's own tests.

Three ways side by side: an RFC 3464 parse with the standard library, flufl.bounce at its word, and
Omroeper. The last column matters most: living addresses that would be taken off the list. The rules were
written with these messages at hand, so they show what is handled, not what a new server will say.
"""

import time

from tests.labelled_bounces import (
    flufl_alone,
    measured,
    omroeper,
    own_messages,
    real_messages,
    standard_library,
)

WAYS = {
    "standard library": standard_library,
    "flufl.bounce": flufl_alone,
    "omroeper": omroeper,
}


def main() -> None:
    for title, messages in (("real messages", real_messages()), ("own samples", own_messages())):
        print(f"\n{len(messages)} {title}")
        print(
            f"{'':18}{'recipients':>12}{'verdict':>9}{'dead found':>12}{'wrongly dead':>14}{'ms each':>9}"
        )
        for name, read in WAYS.items():
            began = time.process_time()
            score = measured(messages, read)
            each = 1000 * (time.process_time() - began) / score.messages
            found = f"{score.found_dead}/{score.dead}"
            print(
                f"{name:18}{score.recipients:>12}{score.verdicts:>9}{found:>12}{score.wrongly_dead:>14}{each:>9.2f}"
            )


if __name__ == "__main__":
    main()
