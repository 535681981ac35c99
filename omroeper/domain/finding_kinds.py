"""Every kind of finding there is: its code, its level, and what it means.

Codes are stable: the audit log and what an editor overruled name them. A code has one level, so
that this table says which findings can be overruled (warnings) and which cannot (blocking).
"""

from dataclasses import dataclass

from omroeper.domain.finding import Finding, Level


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding; `meaning` says when it is given."""

    level: Level
    meaning: str


def _blocking(**kinds: str) -> dict[str, Kind]:
    return {_code(name): Kind(Level.BLOCKING, meaning) for name, meaning in kinds.items()}


def _warning(**kinds: str) -> dict[str, Kind]:
    return {_code(name): Kind(Level.WARNING, meaning) for name, meaning in kinds.items()}


def _code(name: str) -> str:
    return name.replace("_", "-")


_CONTENT = {
    **_blocking(
        leeg="The edition has no lead, or a post no text.",
        voorbij="An event of the agenda is over when the mail goes out.",
    ),
    **_warning(
        ontbreekt="A part of the edition has no material.",
        meekijken="A reviewer of the programme asked for something else, and it was not followed.",
        vlag="The source of an item, or its reader, doubted something of it.",
        beeindigd="An item is of a programme that has ended.",
        herhaald="An earlier edition told this story already.",
        ongelezen="One of the desk's own files could not be read.",
        stilte="Programmes have not been in the newsletter for long.",
        rectificatie="An earlier edition told a figure that was revised since.",
        taal_deel="A sentence is in another language than the mail says (WCAG 3.1.2).",
    ),
}
_SUBJECT = {
    **_blocking(
        onderwerp="The subject is empty.",
        onderwerp_antwoord="The subject pretends to be a reply or a forwarded mail.",
    ),
    **_warning(
        onderwerp_lengte="The subject is shorter than 10 or longer than 60 characters.",
        onderwerp_toon="The subject shouts: capitals, several marks, or more than one pictogram.",
        onderwerp_herhaald="The edition before had the same subject.",
        voorvertoning="There is no preheader.",
        voorvertoning_lengte="The preheader is longer than 110 characters.",
        voorvertoning_herhaalt="The preheader says what the subject says.",
    ),
}
_FIGURES = {
    **_blocking(
        herkomst="A figure cannot be traced.",
        vergelijking="A figure is compared over editions or definitions.",
        grenzen="A count or a share is below zero.",
    ),
    **_warning(
        periode="A figure was published before its period had ended.",
        voorlopig="A figure is not final.",
        wacht="The source gives another value that nobody approved yet.",
        cijfer_zonder_bron="A text tells a number that is no figure of the edition.",
    ),
}
_PRIVACY = {
    **_blocking(
        afmelden="The unsubscribe link is not in the html or not in the text part.",
        persoonlijk="A link holds something that tells one reader from another.",
        volgen="The mail fetches something from outside when it is opened.",
        pixel="An image is there to be fetched and not to be seen.",
    ),
    **_warning(
        openen="The mail counts who opens it, which readers were asked for on its own.",
        persoonlijk_mogelijk="A link has a parameter whose name suggests a person or a session.",
    ),
}
_LINKS = {
    **_blocking(
        link="A link is no web address.",
        linktekst_leeg="A link has no text that a screen reader can say.",
        utm_dubbel="A link has a campaign parameter twice.",
        link_onbekend="A counted link is not registered, so that it leads nowhere.",
        link_dood="The page of a link is gone, or its name does not exist.",
        link_intern="A link leads to an address that is not on the public internet.",
        link_inlog="A link ends at a page where one has to log in.",
        link_certificaat="The certificate of a site is not valid, so browsers stop the reader.",
        voorbeeldadres="A link leads to a name that is reserved for examples (RFC 2606).",
    ),
    **_warning(
        utm="The campaign parameters of a link are absent or differ from those of the others.",
        link_verschilt="A link stands in the html and not in the text part, or the other way round.",
        link_onzeker="A site refused the check or did not answer in time.",
        link_elders="A link ends at another site.",
        link_wachtwoord="The page of a link has a field for a password.",
        link_leeg="The page says itself that it was not found, or the link ends at the home page.",
        link_fragment="The part of the page that a link names is not in it.",
        link_http="A link says http:// where https:// answers.",
        links_niet_nagegaan="A link was left when the time for following them was up.",
        voorbeeldadres_proef="The same as voorbeeldadres, at a desk without a public address.",
    ),
}
_ACCESS = {
    **_blocking(
        taal="The page does not say its own language (WCAG 3.1.1).",
        alt="An image has no alternative text (WCAG 1.1.1).",
        contrast="Text does not stand out from its ground (WCAG 1.4.3).",
    ),
    **_warning(
        alt_tekst="An alternative text is a file name, too long, or says that it is an image.",
        koppen="A heading level is skipped (WCAG 1.3.1).",
        kop_een="The page has no first heading, or several.",
        kop_leeg="A heading has no text.",
        linktekst="A link text does not say where it leads (WCAG 2.4.4).",
        linktekst_adres="A link text is a bare address.",
        linktekst_dubbel="The same link text leads to different places.",
        linkkleur="Only its colour tells a link from the text around it (WCAG 1.4.1).",
        klein="Text is smaller than 12 pixels.",
        tabel_rol="A table for layout has no role=presentation, so that it is read as data.",
        tabel_koppen="A table of data has no caption, or no headers with their scope.",
        titel="The page has no title (WCAG 2.4.2).",
        zoom="The page keeps a reader from enlarging it (WCAG 1.4.4).",
        gebied="The content is not marked as an article or the main part.",
        volgorde="The text part tells the items in another order than the html.",
    ),
}
_FINISHED = {
    **_blocking(
        onaf="A placeholder is left.",
        sjabloon="A tag of the template came through uncompiled.",
        omvang="The html is larger than 102 kB, and Gmail cuts it off.",
        tekstversie="The text part is empty.",
    ),
    **_warning(
        onaf_mogelijk="Something reads as if it is not finished: ‘volgt nog’, empty brackets.",
        spaties="A text has two spaces in a row.",
        omvang_bijna="The html is within a tenth of Gmail's limit.",
        spam="SpamAssassin gives the mail a score that many receivers refuse.",
        spam_onbekend="SpamAssassin is installed and gave no answer.",
        tekstversie_kort="The text part tells much less than the html.",
    ),
}
_LANGUAGE = {
    **_blocking(citaat="One of the desk's own texts quotes a person whose consent is not noted."),
    **_warning(
        citaat_elders="A text of another site quotes a person; consent is not known.",
        spelling="A word is in no dictionary and not among the desk's own words.",
        lange_zin="A sentence is too long to be read once.",
        lange_zinnen="The sentences of a text are long on average.",
        lijdende_vorm="A third of a text or more says what is done and leaves open by whom.",
        moeilijk_woord="A word or phrase has a plainer one (B1).",
        afkorting="An abbreviation is not explained where it stands first.",
    ),
}
_POSTS = {
    **_blocking(
        lang="A post is longer than LinkedIn allows.",
        herzien="The figure that a post tells was revised since.",
        post_moment="The moment of a post is over, so it would expire.",
        post_alt="A picture of a post has no alt text, or a document no title.",
        post_bijlagen="A post holds more pictures than LinkedIn takes, or pictures and a document.",
        post_link="The link of a post is not https, or does not answer.",
        post_naam="A post names an organisation that LinkedIn would not link.",
        post_herhaald="The page had the same text within 90 days.",
        post_gewijzigd="A post was changed after its approval.",
        post_toegang="The access to LinkedIn ends before the moment of a post.",
    ),
    **_warning(
        vouw="The first line of a post is longer than what LinkedIn shows at once.",
        hashtag="A hashtag is hard to read aloud: not CamelCase.",
        hashtags="A post has more than five hashtags.",
        nepletters="A post imitates bold or italics with characters that no screen reader reads.",
        alt_bestandsnaam="An alt text is the name of a file.",
        utm="The link of a post says not where its readers come from.",
        post_link_twijfel="The link of a post may not be readable for everyone.",
        post_botst="Another post of the page is less than four hours away.",
        post_tijdstip="A post is planned outside working hours or on a day off.",
        post_aandeel="A programme has more than its share of the posts of four weeks.",
    ),
}

KINDS: dict[str, Kind] = {
    **_CONTENT, **_SUBJECT, **_FIGURES, **_PRIVACY, **_LINKS, **_ACCESS, **_FINISHED,
    **_LANGUAGE, **_POSTS,
}  # fmt: skip


def found(code: str, place: str, reason: str, remedy: str) -> Finding:
    """A finding of this kind; place, reason and remedy are Dutch."""
    return Finding(KINDS[code].level, code, place, reason, remedy)
