"""A face: the subscriber-facing pages, archive, previews and click counter."""
