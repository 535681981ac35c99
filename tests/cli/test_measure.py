"""`omroeper measure`, and the doctor's line for what is measured."""

import json
from pathlib import Path

from tests.cli.test_commands import good, run


def test_measure_tells_each_part_and_again_nothing_new(tmp_path: Path) -> None:
    first = good(tmp_path, "measure").splitlines()
    assert [line.partition(":")[0] for line in first] == ["list", "handmatig"]
    parts = {one["part"]: one for one in json.loads(good(tmp_path, "measure", "--json"))}
    assert parts["list"]["read"] > 10
    assert parts["list"]["added"] == 0


def test_the_doctor_tells_what_is_counted_and_read(tmp_path: Path) -> None:
    checks = {one["name"]: one for one in json.loads(good(tmp_path, "doctor", "--json"))}
    assert checks["measuring"]["status"] == "note"
    assert "opens are not seen" in checks["measuring"]["message"]
    assert "config/analytics.yaml" in checks["measuring"]["message"]
    broken = run(tmp_path, "doctor", OMROEPER_OPENS_CONSENT="openen-1")
    assert broken.returncode == 1
    assert "wrong  measuring: content/consent-opens.yaml" in broken.stdout
