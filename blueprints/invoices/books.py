"""What the accountant gets: invoices with their credit notes, and payments, of a period, as CSV."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Response, g, render_template, request
from werkzeug.datastructures import MultiDict

from app import db, formats
from app.clock import now
from app.spreadsheet import csv_file
from billing.books import Charged, charged, moved
from blueprints.forms.invoice_money import PeriodForm
from blueprints.invoices import bp


@bp.get("/books")
def books() -> Any:
    form, valid = _period()
    return render_template("invoices/books.html", form=form, valid=valid), 200 if valid else 422


@bp.get("/books/invoices.csv")
def invoices_csv() -> Any:
    form, valid = _period()
    if not valid:
        return render_template("invoices/books.html", form=form, valid=valid), 422
    head = ("Day", "Paper", "Number", "Of invoice", "Buyer", "Currency", "Tax rate", "Net", "Tax", "Total")
    rows = (
        (one.on, one.paper, one.number, one.invoice, one.buyer, one.currency, one.tax.percent, *_sums(one))
        for one in charged(db.session(), form.first.data, form.last.data)
    )
    return _download(csv_file(head, rows), "Invoices", form)


@bp.get("/books/payments.csv")
def payments_csv() -> Any:
    form, valid = _period()
    if not valid:
        return render_template("invoices/books.html", form=form, valid=valid), 422
    head = ("Day", "Of invoice", "Buyer", "Currency", "Amount", "How", "Note")
    rows = (
        (one.on, one.invoice, one.buyer, one.currency, _major(one.amount_minor, one.currency), one.how, one.note)
        for one in moved(db.session(), form.first.data, form.last.data, g.practice.zone)
    )
    return _download(csv_file(head, rows), "Payments", form)


def _period() -> tuple[PeriodForm, bool]:
    """What was asked for, else the last whole quarter."""
    first, last = last_quarter(g.practice.today(now()))
    asked = {"first": request.args.get("first") or first.isoformat(), "last": request.args.get("last") or last.isoformat()}
    form = PeriodForm(formdata=MultiDict(asked), meta={"csrf": False})
    return form, form.validate()


def last_quarter(today: date) -> tuple[date, date]:
    begun = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = begun - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


def _sums(one: Charged) -> tuple[Decimal, Decimal, Decimal]:
    tax = one.tax
    net, due, whole = (_major(minor, one.currency) for minor in (tax.net_minor, tax.tax_minor, tax.net_minor + tax.tax_minor))
    return net, due, whole


def _major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-formats.digits(currency))


def _download(body: bytes, name: str, form: PeriodForm) -> Response:
    answer = Response(body, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name} {form.first.data} to {form.last.data}.csv")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
