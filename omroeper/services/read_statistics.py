"""Read LinkedIn's own export in as snapshots; the same file twice adds nothing."""

from datetime import datetime
from decimal import Decimal

from omroeper.domain.errors import InvalidValue
from omroeper.domain.linkedin_export import SOURCE, ExportedPost, ExportRead, PostExport
from omroeper.domain.metric import MetricSnapshot
from omroeper.domain.post import Post
from omroeper.domain.post_address import post_number, post_urn
from omroeper.ports import Store


def read_statistics(store: Store, export: PostExport, at: datetime) -> ExportRead:
    """Keep each known post's totals where they differ from the last ones that were read."""
    by_number = {post_number(post.urn): post for post in store.posts() if post.urn}
    known, unknown, snapshots = 0, [], []
    for row in export.posts:
        post, why = _recognised(row, by_number)
        if post is None or why:
            unknown.append(f"row {row.number}: {why}")
            continue
        known += 1
        snapshots += _changed(store, post, row, at)
    return ExportRead(known, store.save_snapshots(snapshots), tuple(unknown))


def _recognised(row: ExportedPost, by_number: dict[str, Post]) -> tuple[Post | None, str]:
    if row.misfit:
        return None, row.misfit
    try:
        post = by_number.get(post_number(post_urn(row.address)))
    except InvalidValue:
        return None, f"‘{row.address[:60]}’ is no address of a post ({row.title or 'no title'})"
    told = f"‘{row.title or row.address[:60]}’ was not placed by this desk"
    return post, "" if post else told


def _changed(store: Store, post: Post, row: ExportedPost, at: datetime) -> list[MetricSnapshot]:
    last: dict[str, MetricSnapshot] = {}
    for one in sorted(store.snapshots(post.id), key=lambda one: one.retrieved):
        if one.source == SOURCE:
            last[one.metric] = one
    return [
        MetricSnapshot(SOURCE, post.id, metric, "total", Decimal(value), at)
        for metric, value in row.totals.items()
        if metric not in last or last[metric].value != value
    ]
