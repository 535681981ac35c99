"""The login: the page that asks a person, the exchange of its code, renewal and introspection.

learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow
"""

from html import escape
from urllib.parse import parse_qsl, urlencode

from omroeper.demo.linkedin.state import APP, Asked, IssuedToken, Reply, Simulated

SIXTY_DAYS = 60 * 24 * 3600
A_YEAR = 365 * 24 * 3600
_HALF_AN_HOUR = 1800


def ask(state: Simulated, asked: Asked) -> Reply:
    """The page on which a person allows or refuses it."""
    query = asked.query
    if query.get("client_id") != APP[0] or query.get("response_type") != "code":
        return Reply(400, "<!doctype html><title>LinkedIn</title><p>The client_id is not known.")
    code = f"AQ{state.mint():010d}"
    redirect = query.get("redirect_uri", "")
    state.codes[code] = {
        "redirect": redirect,
        "scopes": tuple(query.get("scope", "").split()),
        "ends": state.now() + _HALF_AN_HOUR,
    }
    kept = {"state": query["state"]} if "state" in query else {}
    refused = {
        "error": "user_cancelled_authorize",
        "error_description": "The user cancelled the authorization",
    }
    allow, cancel = (
        escape(f"{redirect}?{urlencode(told)}", quote=True)
        for told in ({"code": code, **kept}, {**refused, **kept})
    )
    return Reply(
        200,
        "<!doctype html><html lang=en><title>LinkedIn</title><h1>Omroeper would like to</h1>"
        f"<p>{escape(query.get('scope', ''))}</p>"
        f'<a id="allow" href="{allow}">Allow</a> <a id="cancel" href="{cancel}">Cancel</a>',
    )


def access_token(state: Simulated, asked: Asked) -> Reply:
    given = dict(parse_qsl(asked.content.decode()))
    if (given.get("client_id"), given.get("client_secret")) != APP:
        return _refused("invalid_client", "Client authentication failed")
    if given.get("grant_type") == "refresh_token":
        ends = state.refreshes.get(given.get("refresh_token", ""), 0)
        if ends <= state.now():
            return _refused("invalid_request", "The provided refresh token is invalid or expired")
        return _issue(state, (), given["refresh_token"], ends)
    code = state.codes.pop(given.get("code", ""), None)  # good once
    if code is None or code["ends"] <= state.now():
        return _refused(
            "invalid_request", "Unable to retrieve access token: authorization code not found"
        )
    if given.get("redirect_uri") != code["redirect"]:
        return _refused("invalid_redirect_uri", "The redirect_uri does not match")
    refresh = f"AQX{state.mint():010d}" if state.partner else ""
    return _issue(state, code["scopes"], refresh, state.now() + A_YEAR)


def introspect(state: Simulated, asked: Asked) -> Reply:
    given = dict(parse_qsl(asked.content.decode()))
    if (given.get("client_id"), given.get("client_secret")) != APP:
        return _refused("invalid_client", "Client authentication failed")
    token = state.tokens.get(given.get("token", ""))
    if token is None:
        return Reply(200, {"active": False})
    active = not token.revoked and token.ends > state.now()
    told = {"active": active, "status": "active" if active else "expired", "auth_type": "3L"}
    ends = {} if token.ends == float("inf") else {"expires_at": int(token.ends)}
    return Reply(200, {**told, **ends, "client_id": APP[0], "scope": ",".join(token.scopes)})


def _issue(state: Simulated, scopes: tuple[str, ...], refresh: str, ends: float) -> Reply:
    access = f"AQV{state.mint():010d}"
    issued = IssuedToken(state.now() + SIXTY_DAYS)
    if scopes:
        issued.scopes = tuple(sorted(scopes))
    state.tokens[access] = issued
    told = {"access_token": access, "expires_in": SIXTY_DAYS, "scope": ",".join(issued.scopes)}
    if refresh:
        state.refreshes[refresh] = ends
        lasts = int(ends - state.now())
        told |= {"refresh_token": refresh, "refresh_token_expires_in": lasts}
    return Reply(200, told)


def _refused(code: str, description: str) -> Reply:
    return Reply(401, {"error": code, "error_description": description})
