"""Every word of a page can be translated, what is translated fits its place, and a page speaks what was asked."""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterator, Set
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.test import Client
from django.utils.translation import override

from roadstead.casework.alerts.logic import workflow
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.subject_actions import MUST_BE_KEPT
from roadstead.platform.accounts.models import User
from roadstead.web.common.refusals import refusal_text
from tools.catalogues import PLURALS, is_whole, read, source, write
from tools.extract import ROOT, messages, of_module, of_template
from tools.messages import Message

PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTES = {"aria-label", "title", "alt", "placeholder"}
# Names and codes are no words of a language: they are the same in all of them.
SAME_EVERYWHERE = re.compile(
    r"&\w+;|\b(Roadstead|TLP|UTC|IMO|MMSI|SHA|csv|xlsx|xls|ods|JSON|XML|EDI|pdf|PAXLST|CUSRES|CONTRL|APERAK|PNRGOV|HS|UN|kg|m³)\b"
)
TAGGED = {"trans", "translate", "blocktrans", "blocktranslate"}


class Bare(HTMLParser):
    """Text and spoken attributes of what stands in a template outside its tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.said: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag in {"code", "kbd", "script"}
        self.said += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in {"code", "kbd", "script"}

    def handle_data(self, data: str) -> None:
        self.said += [] if self.code else [data]


def outside_tags(template: str) -> str:
    """The template without its tags, variables, comments and what blocktrans holds."""
    kept: list[str] = []
    within = ""
    for token in Lexer(template).tokenize():
        name = token.contents.split(" ", 1)[0] if token.token_type is TokenType.BLOCK else ""
        if within:
            within = "" if name == f"end{within}" else within
        elif name in {"comment", "blocktrans", "blocktranslate"}:
            within = name
        elif token.token_type is TokenType.TEXT:
            kept.append(token.contents)
    return "".join(kept)


def bare_words(template: str) -> list[str]:
    parser = Bare()
    parser.feed(outside_tags(template))
    parser.close()
    return [text.strip() for text in parser.said if WORD.search(SAME_EVERYWHERE.sub("", text))]


def test_a_bare_word_is_found_in_text_and_in_what_is_read_aloud() -> None:
    assert bare_words('<p>{% trans "Said" %} bare</p>') == ["bare"]
    assert bare_words('<nav aria-label="Whose">{{ x }}</nav>') == ["Whose"]
    assert bare_words("{% blocktrans %}Not bare{% endblocktrans %}{# nor this #}<code>nor-this</code>") == []


TEMPLATES = sorted((ROOT / "web").glob("*/templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT))
def test_no_page_says_a_word_that_cannot_be_translated(path: Path) -> None:
    assert bare_words(path.read_text()) == []


def test_messages_are_found_in_templates_and_in_code_by_any_name() -> None:
    template = '{% trans "Port" %}{% blocktrans count n=x %}{{ n }} alert{% plural %}{{ n }} alerts{% endblocktrans %}'
    assert set(of_template(template + '{{ x|default:_("none") }}{% trans "d" context "days" %}', "t")) == {
        Message("Port"),
        Message("%(n)s alert", "%(n)s alerts"),
        Message("none"),
        Message("d", "", "days"),
    }
    module = "from django.utils.translation import gettext_lazy as say\nsay('Taken')\nother('not this')"
    assert set(of_module(module)) == {Message("Taken")}


def test_a_catalogue_is_read_back_as_it_was_written_and_compiled(tmp_path: Path) -> None:
    words = {Message('a\n"b"'): ("ä\t",), Message("one", "many", "ctx"): ("uno", "muchos"), Message("left"): ("",)}
    write(tmp_path / "x.po", "es", words, words)
    assert read(tmp_path / "x.po", "es") == words
    made = gettext.GNUTranslations(io.BytesIO((tmp_path / "x.mo").read_bytes()))
    assert made.gettext('a\n"b"') == "ä\t"
    assert made.npgettext("ctx", "one", "many", 3) == "muchos"
    assert made.gettext("left") == "left"  # said in English until somebody translates it


@pytest.mark.parametrize("language", PLURALS)
def test_what_is_compiled_is_what_the_catalogue_says(language: str, tmp_path: Path) -> None:
    """`python -m tools.catalogues` compiles it, after a merge as well."""
    known = read(source(language), language)
    write(tmp_path / "x.po", language, known, known)
    assert (tmp_path / "x.po").read_bytes() == source(language).read_bytes()
    assert (tmp_path / "x.mo").read_bytes() == source(language).with_suffix(".mo").read_bytes()


@pytest.fixture(scope="module")
def said() -> Set[Message]:
    """What pages, code and tables say now."""
    return messages()


@pytest.mark.parametrize("language", PLURALS)
def test_a_catalogue_holds_what_the_pages_say_now(language: str, said: Set[Message]) -> None:
    """`python -m tools.catalogues` brings it up to date."""
    assert set(read(source(language), language)) == said


@pytest.mark.parametrize("language", PLURALS)
def test_what_is_filled_in_is_filled_in_in_every_language(language: str) -> None:
    for message, words in read(source(language), language).items():
        if not is_whole(message, words):
            assert not any(words), f"half translated: {message.text}"
            continue
        wanted = set(PLACEHOLDERS.findall(message.plural or message.text))
        assert set(PLACEHOLDERS.findall(words[-1])) == wanted, message.text
        assert set(PLACEHOLDERS.findall(words[0])) <= wanted | set(PLACEHOLDERS.findall(message.text)), message.text
        assert words[-1].count("\n") == (message.plural or message.text).count("\n"), message.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Iniciar sesión en Roadstead"), ("fr", "Se connecter à Roadstead"), ("nl", "Aanmelden bij Roadstead")],
)
def test_a_page_speaks_what_the_address_the_cookie_or_the_browser_asks_for(
    language: str, words: str, client: Client
) -> None:
    assert words in client.get(f"/sign-in?lang={language}").content.decode()
    assert words in client.get("/sign-in", headers={"accept-language": f"{language}-XX,en;q=0.5"}).content.decode()
    answer = client.post("/look", {"language": language, "next": "/sheets?a=b"})
    assert (answer.status_code, answer["Location"]) == (302, "/sheets?a=b")
    page = client.get("/sign-in")
    assert words in page.content.decode()
    assert f'<html lang="{language}"' in page.content.decode()
    assert page["Content-Language"] == language


@pytest.mark.django_db
def test_who_chooses_nothing_or_nonsense_reads_english(client: Client) -> None:
    for choice in ({"language": "xx"}, {"look": "dusk"}, {"next": "//elsewhere.example"}):
        assert client.post("/look", choice)["Location"] == "/"
    for address in ("/sign-in", "/sign-in?lang=xx", "/sign-in?lang=de"):
        assert "Sign in to Roadstead" in client.get(address).content.decode()


@pytest.mark.django_db
def test_night_is_written_into_the_page_until_the_device_decides_again(client: Client) -> None:
    client.post("/look", {"look": "night"})
    assert 'data-look="night"' in client.get("/sign-in").content.decode()
    client.post("/look", {"look": ""})
    assert "data-look" not in client.get("/sign-in").content.decode()


@pytest.mark.django_db
def test_carriers_systems_are_answered_in_english(client: Client) -> None:
    client.cookies["language"] = "es"
    assert client.get("/api/v1/receipts/nobody")["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_queue_and_its_heads_are_read_in_spanish(officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    page = client.get("/alerts?lang=es").content.decode()
    for words in ("Alertas", "Llegadas", "No se encontraron alertas", "Cerrar sesión"):
        assert words in page


@pytest.mark.django_db
def test_a_refusal_is_read_in_the_language_of_the_page_with_its_places(
    region: None, officer_a: User, client: Client
) -> None:
    with override("es"):
        refused = NotAllowed("write a reason of at most %(most)s characters", most="2,000")
        assert refusal_text(refused) == "Escriba un motivo de 2,000 caracteres como máximo."
        gone = NotAllowed("there is no review to decide: load the page again")
        assert refusal_text(gone) == "No hay ninguna revisión que decidir: vuelva a cargar la página."
        assert refusal_text(ValueError("as it is")) == "As it is."
    assert str(refused) == "write a reason of at most 2,000 characters"
    client.force_login(officer_a)
    client.cookies["language"] = "fr"
    given = {"kind": "access", "surname": "X", "born": "1.1.80", "identity_by": "passport"}
    page = client.post("/subject-requests/new", given).content.decode()
    assert "«\N{NO-BREAK SPACE}1.1.80\N{NO-BREAK SPACE}» n’est pas une date." in page


def test_every_refusal_of_the_workflow_is_translated_into_each_language(said: Set[Message]) -> None:
    wanted = {Message(text) for path in ROOT.rglob("*.py") for text in _refused(path.read_text())}
    assert len(wanted) > 50
    assert wanted <= said
    wanted |= {Message(text) for text in (*workflow.TEXTS, MUST_BE_KEPT)}
    for language in PLURALS:
        known = read(source(language), language)
        assert not [each.text for each in wanted if not is_whole(each, known.get(each, ()))]


def _refused(source: str) -> Iterator[str]:
    """The sentences with which a module raises NotAllowed."""
    for node in ast.walk(ast.parse(source)) if "NotAllowed(" in source else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NotAllowed":
            text = node.args[0]
            yield from (text.value,) if isinstance(text, ast.Constant) and isinstance(text.value, str) else ()
