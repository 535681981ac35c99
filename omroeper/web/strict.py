"""Pages of readers under the strictest policy: no script, and no style but the page's own by its hash."""

import base64
import hashlib
import re

from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def strict_page(
    html: str, status: int = 200, background: BackgroundTask | None = None
) -> HTMLResponse:
    """An answer that is not kept, indexed or framed, and may load nothing."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _STYLE.findall(html)
    )
    headers = {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src {hashes}; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return HTMLResponse(html, status_code=status, headers=headers, background=background)
