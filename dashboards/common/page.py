"""What every page has: look, language, navigation, "as of", a plain word when it cannot read."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from dashboards.common import address
from dashboards.common.figures import Figures, reader
from dashboards.common.files import named_after
from dashboards.common.formats import ago, clock_name, day, duration, moment, number
from dashboards.common.look import MARKS, Tone, css_variables
from dashboards.common.reader import Busy, Missing, Outdated, Stale
from dashboards.common.text import LANGUAGES, _, shop
from ecommerce_base.errors import DwError
from ecommerce_base.running import RunState

_ICON = Path(__file__).parent / "icon.svg"
_STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class PageOf:
    """One page of an app: what draws it, its title, its place in the address, its icon."""

    draw: Callable[[], None]
    title: str
    path: str
    icon: str


WATCH_SECONDS = 2.0
REDRAW_SECONDS = 60
RETRY_SECONDS = 5
QUIET = 3
"""Days without a sale before the cutoff after which a page says so."""


def run_app(name: str, pages: Callable[[], Mapping[str, Sequence[PageOf]]]) -> None:
    """Draws an app: called once, at the end of its app.py. `pages` by section, translated."""
    # Icons are files of ours: Streamlit would fetch named ones from elsewhere.
    st.set_page_config(page_title=name, page_icon=_ICON, layout="wide")
    st.logo(_ICON, size="large")
    st.html(f"<style>:root, .stApp {{ {css_variables()} }}\n{_STYLE}</style>")
    with st.sidebar:
        st.segmented_control(
            "Idioma / Language",
            LANGUAGES,
            default="PT",
            required=True,
            key="lang",
            bind="query-params",
            label_visibility="collapsed",
        )
        for line in (shop().name, *map(_, shop().notes)):
            if line:
                st.caption(line)
    if not _may_look():
        return
    made: dict[str, list[st.Page]] = {}
    known: list[str] = []
    for section, of_section in pages().items():
        made[section] = []
        for page in of_section:
            # The first page is that of the bare address, and of its own one too.
            for path in (page.path,) if known else ("", page.path):
                made[section].append(
                    st.Page(
                        partial(guarded, page.draw),
                        title=page.title,
                        icon=page.icon,
                        url_path=path,
                        default=not path,
                        visibility="hidden" if path and not known else "visible",
                    )
                )
            known.append(page.path)
    chosen = st.navigation(made)
    st.session_state["pages"] = {page.url_path: page for some in made.values() for page in some}
    path = chosen.url_path or known[0]
    if st.session_state.setdefault("page", path) != path:
        st.session_state["page"] = path
        address.forget()
    st.fragment(_watch, run_every=WATCH_SECONDS)()
    st.session_state["waiting"] = False
    said = st.container()
    chosen.run()
    with said:
        address.say_ignored()
        if not chosen.url_path:
            _say_unknown(known)


def _say_unknown(known: Sequence[str]) -> None:
    """Where the address asks for a page that is not there; Streamlit's own words are English."""
    inside = urlsplit(st.context.url or "").path.strip("/")
    asked = inside.removeprefix(st.get_option("server.baseUrlPath").strip("/")).strip("/")
    if asked and asked not in known:
        said = _("Não há aqui uma página {path}: esta é a primeira.", path=f"/{asked}")
        st.html(f'<div class="dw-stale">▲ {escape(said)}</div>')


def go_to(path: str) -> None:
    """Turns to the page of that place in the address."""
    st.switch_page(st.session_state["pages"][path])


def _may_look() -> bool:
    """Asks for a login when `.streamlit/secrets.toml` sets one up (section `auth`)."""
    try:
        needed = "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        needed = False
    if not needed or st.user.get("is_logged_in"):
        return True
    state(_("Entre para ver os números"), _("Este painel pede um login."))
    st.button(_("Entrar"), type="primary", on_click=st.login)
    return False


def _watch() -> None:
    """Shows a run's progress; draws the page anew once the warehouse has changed, and each minute.

    A page with old figures tries again every five seconds. Looks at files only, so it may often.
    """
    run = reader().running()
    if run:
        progress(run)
    beat = RETRY_SECONDS if st.session_state.get("waiting") else REDRAW_SECONDS
    seen = ("running",) if run else (_version(), beat, int(time.time() // beat))
    before = st.session_state.get("seen", seen)
    st.session_state["seen"] = seen
    if before != seen:
        st.rerun()


def _version() -> Hashable:
    try:
        return reader().version()
    except DwError:
        return None  # the page itself says what is wrong


def guarded(draw: Callable[[], None]) -> None:
    """Draws; when the warehouse cannot be read, says so in one sentence instead. For fragments."""
    try:
        draw()
    except Busy as busy:
        st.session_state["waiting"] = True
        state(
            _("O armazém está sendo carregado"),
            _("Esta página ainda não tinha números guardados. Ela se preenche sozinha ao fim."),
        )
        if busy.run:
            progress(busy.run)
    except Missing:
        state(
            _("Ainda não há armazém"),
            _("Este comando cria e carrega o armazém; a página se preenche sozinha depois:"),
            command="python run.py",
        )
    except Outdated:
        state(
            _("O armazém não tem o que esta página lê"),
            _("Ele vem de uma versão anterior; este comando faz o que falta:"),
            command="python run.py",
        )
    except DwError as error:
        state(_("O armazém não pode ser lido"), str(error))


def heading(title: str, question: str) -> None:
    """The page's title and the question that it answers."""
    named_after()
    st.html(f'<div class="dw-head"><h1>{escape(title)}</h1><p>{escape(question)}</p></div>')


def verdict(tone: Tone, text: str, why: str) -> None:
    """The one-sentence answer of a page, readable across a room."""
    st.html(
        f'<div class="dw-verdict dw-{tone}"><span>{MARKS[tone]}</span>'
        f"<div><b>{escape(text)}</b><p>{escape(why)}</p></div></div>"
    )


def as_of(figures: Figures) -> None:
    """Which moment of the source the figures show and which run loaded it; a banner when stale."""
    if figures.stale:
        stale(figures)
    if figures.cutoff is None:
        return
    text = _(
        "Dados da origem até {cutoff} · última venda {day} · execução {run}",
        cutoff=f"{moment(figures.cutoff)}{clock_name()}",
        day=day(figures.last_sale),
        run=number(figures.run_id),
    )
    st.html(f'<div class="dw-asof" data-run="{figures.run_id}">{escape(text)}</div>')
    if figures.last_sale and (silent := (figures.cutoff.date() - figures.last_sale).days) > QUIET:
        said = _("Nenhuma venda nos {n} dias antes disso.", n=number(silent))
        st.html(f'<div class="dw-stale">▲ {escape(said)}</div>')


def stale(figures: Figures) -> None:
    """Why the figures are not of now, and since when."""
    why = {
        Stale.RUNNING: _("Uma execução está carregando o armazém."),
        Stale.IN_USE: _("Outro processo está usando o armazém."),
        Stale.DIED: _("A última execução morreu antes do fim: inicie-a de novo."),
    }
    until = _("Números lidos {when}.", when=ago(figures.read_at, datetime.now(UTC)))
    if figures.stale is Stale.DIED:  # nothing to wait for
        until = _("Os números são do que ela deixou; `python run.py` conclui o trabalho.")
    else:
        st.session_state["waiting"] = True
    reason = why[figures.stale or Stale.RUNNING]
    st.html(f'<div class="dw-stale">▲ <b>{escape(reason)}</b> {escape(until)}</div>')


def progress(run: RunState) -> None:
    """Where a run is."""
    part = min(run.done / run.total, 1.0) if run.total else 0.0
    where = run.node or _("preparando")
    if run.total:
        where = _("{done} de {total} nós · {node}", done=run.done, total=run.total, node=where)
    took = duration(max(time.time() - run.started, 0))
    st.progress(part, text=_("Execução em curso há {took}: {where}", took=took, where=where))


def state(title: str, text: str, command: str = "") -> None:
    """A whole-page message."""
    code = f"<code>{escape(command)}</code>" if command else ""
    st.html(f'<div class="dw-state"><h2>{escape(title)}</h2><p>{escape(text)}</p>{code}</div>')
