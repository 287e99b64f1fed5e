"""What the template tags write, letter for letter where it matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from postroom.web.ui.html import attributes, svg
from postroom.web.ui.marks import avatar, header_address, header_name, header_names, initials, priority, ticket_state
from postroom.web.ui.moments import moment, short

BERLIN = ZoneInfo("Europe/Berlin")


class Letter(forms.Form):
    """One field that must be filled and one that need not."""

    title = forms.CharField(help_text="In a few words")
    note = forms.CharField(required=False)


def rendered(source: str, path: str = "/", **values: object) -> str:
    request = RequestFactory().get(path)
    return Template(source).render(Context({"request": request, **values})).strip()


def test_attributes_of_every_kind_are_written_as_html() -> None:
    written = attributes({"hx_get": "/a?b&c", "disabled": True, "hidden": False, "title": None, "class_": "x"})
    assert written == ' disabled hx-get="/a?b&amp;c" class="x"'


def test_icon_without_label_is_passed_over_by_screen_readers() -> None:
    assert 'aria-hidden="true"' in svg("check")
    assert 'role="img" aria-label="done"' in svg("check", label="done")


def test_icon_that_points_along_the_line_turns_with_it() -> None:
    assert "icon--directed" in svg("reply")
    assert "icon--directed" not in svg("check")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Jana Öztürk", "JÖ"),
        ("Karl-Heinz Großmann", "KG"),
        ("jana.oeztuerk@kunde.example", "JO"),
        ("support@firma.example", "S"),
        ("(unknown)", "?"),
        ("", "?"),
    ],
)
def test_initials_of_names_and_addresses(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_avatar_of_hostile_name_is_escaped() -> None:
    assert "<script" not in avatar("<script> x")


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("Jana Öztürk <jana@kunde.example>", "Jana Öztürk", "jana@kunde.example"),
        ("jana@kunde.example", "jana@kunde.example", ""),
        ("Tom Becker", "Tom Becker", ""),
        ("", "", ""),
    ],
)
def test_header_splits_into_name_and_address(header: str, name: str, address: str) -> None:
    assert (header_name(header), header_address(header)) == (name, address)


def test_header_names_of_several_people_take_the_address_where_there_is_no_name() -> None:
    assert header_names("Jana <jana@kunde.example>, chef@kunde.example") == "Jana, chef@kunde.example"


def test_ticket_state_when_bare_keeps_its_word_for_screen_readers() -> None:
    with translation.override("de"):
        assert "<span>Wartet auf Erinnerung</span>" in ticket_state("pending_reminder", bare=True)


def test_usual_priority_when_bare_leaves_no_mark() -> None:
    assert priority(2, bare=True) == ""
    assert "<span>High</span>" in priority(3, bare=True)


def test_moment_of_nothing_is_nothing() -> None:
    assert moment(None) == ""


def test_moment_writes_the_day_in_the_form_of_the_language() -> None:
    old = datetime(2019, 3, 12, 9, 41, tzinfo=BERLIN)
    with translation.override("de"), timezone.override(BERLIN):
        assert moment(old) == (
            '<time datetime="2019-03-12T09:41:00+01:00" title="12. März 2019 09:41">12.03.2019</time>'
        )


def test_short_time_of_today_has_no_day() -> None:
    with translation.override("de"), timezone.override(BERLIN):
        now = timezone.localtime(timezone.now()).replace(hour=9, minute=41)
        assert short(now) == "09:41"
        assert short(now.replace(year=now.year - 2, day=1)) == f"01.{now:%m}.{now.year - 2}"


def test_short_time_of_another_day_this_year_has_no_year() -> None:
    with translation.override("de"), timezone.override(BERLIN):
        now = timezone.localtime(timezone.now())
        other = now + timedelta(days=1) if (now + timedelta(days=1)).year == now.year else now - timedelta(days=1)
        assert str(now.year) not in short(other)


def test_field_ties_help_and_error_to_its_input() -> None:
    form = Letter({"title": ""})
    html = rendered("{% field form.title %}", form=form)
    assert 'aria-describedby="id_title-help id_title-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title-help"' in html
    assert 'id="id_title-error"' in html


def test_field_that_may_stay_empty_says_so() -> None:
    assert "(optional)" in rendered("{% field form.note %}", form=Letter())
    assert "(optional)" not in rendered("{% field form.title %}", form=Letter())


def test_form_errors_of_a_good_form_are_nothing() -> None:
    assert rendered("{% form_errors form %}", form=Letter()) == ""


def test_form_errors_lead_to_the_field() -> None:
    html = rendered("{% form_errors form %}", form=Letter({"title": ""}))
    assert '<a href="#id_title">Title</a>' in html
    assert "autofocus" in html


def test_choice_cards_check_the_chosen_value() -> None:
    class Kind(forms.Form):
        kind = forms.ChoiceField(choices=[("imap", "IMAP"), ("pop3", "POP3")], initial="pop3")

    html = rendered("{% choice_cards form.kind %}", form=Kind())
    assert html.count(" checked") == 1
    assert 'value="pop3" id="kind-1" checked' in html


def test_alert_escapes_what_the_server_said_and_keeps_what_stands_inside() -> None:
    html = rendered("{% alert 'error' title words=said %}<b>inside</b>{% endalert %}", title="a & b", said="<script>")
    assert "a &amp; b" in html
    assert "&lt;script&gt;" in html
    assert "<b>inside</b>" in html


def test_pagination_keeps_what_else_the_address_says() -> None:
    html = rendered("{% pagination page %}", "/tickets/?state=open&page=2", page=Paginator(range(30), 10).page(2))
    assert 'href="?state=open&amp;page=3"' in html
    assert 'aria-current="page">2<' in html


def test_pagination_of_a_single_page_shows_only_the_count() -> None:
    html = rendered("{% pagination page %}", page=Paginator(range(3), 10).page(1))
    assert "1 to 3 of 3" in html
    assert "pagination__page" not in html


def test_sort_header_of_the_sorted_column_turns_it_round() -> None:
    html = rendered("{% sort_header 'title' 'Title' %}", "/?sort=title&q=x")
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-title&amp;q=x"' in html
    assert 'aria-sort="none"' in rendered("{% sort_header 'number' 'Number' %}", "/?sort=title")


@pytest.mark.parametrize(
    ("path", "current"), [("/channels/", True), ("/channels/3/edit/", True), ("/channels-old/", False), ("/", False)]
)
def test_nav_link_is_current_on_its_page_and_below(path: str, current: bool) -> None:
    html = rendered("{% nav_link '/channels/' 'Channels' %}", path)
    assert ('aria-current="page"' in html) is current


def test_nav_link_without_a_page_is_left_out() -> None:
    assert rendered("{% nav_link '' 'Channels' %}") == ""
