"""a draft has one list of lines; every invoice has its lines, its rates and its instalments as rows; reminders of one can be paused"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _lines_of_drafts()
    _company_drafts()
    _rows_of_invoices()
    op.create_table(
        "reminder_pause",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "invoice_id"], ["invoice.practice_id", "invoice.id"], name=op.f("reminder_pause_practice_id_invoice_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("reminder_pause_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("reminder_pause_pk")),
        sa.UniqueConstraint("practice_id", "invoice_id", name="reminder_pause_once"),
    )
    op.execute("select plumbline_wall('reminder_pause', 'closed')")
    op.create_index(op.f("reminder_pause_practice_id_invoice_id_ix"), "reminder_pause", ["practice_id", "invoice_id"], unique=False)


def _lines_of_drafts() -> None:
    """The one line each draft had, and those that were kept beside it, become its list."""
    op.add_column("invoice_draft", sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False))
    op.execute("""
    update invoice_draft set lines = jsonb_build_array(jsonb_build_object(
      'description', description, 'quantity', trim_scale(quantity)::text, 'unit_minor', unit_minor, 'discount_percent', '0',
      'tax_percent', trim_scale(tax_percent)::text, 'client_id', null, 'version_id', null))
    """)
    for name in ("quantity_sane", "unit_sane", "tax_sane"):
        op.drop_constraint(op.f(f"invoice_draft_{name}"), "invoice_draft", type_="check")
    for name in ("more_lines", "description", "quantity", "unit_minor", "tax_percent"):
        op.drop_column("invoice_draft", name)


def _company_drafts() -> None:
    op.add_column("invoice_draft", sa.Column("payer_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("invoice_draft_practice_id_payer_id_ix"), "invoice_draft", ["practice_id", "payer_id"], unique=False)
    op.create_foreign_key(
        op.f("invoice_draft_practice_id_payer_id_fk"), "invoice_draft", "contact", ["practice_id", "payer_id"], ["practice_id", "id"]
    )
    op.create_check_constraint(
        op.f("invoice_draft_for_one_payer"),
        "invoice_draft",
        "num_nonnulls(client_id, organisation_id) = 1 and (organisation_id is null) = (payer_id is null)",
    )


def _rows_of_invoices() -> None:
    """What an invoice froze is said more fully, and nothing of it differently: no discount, one rate, one part on its day."""
    op.add_column("instalment", sa.Column("until_minor", sa.BigInteger(), nullable=True))
    op.execute(
        "update instalment i set until_minor = (select sum(amount_minor) from instalment o where o.invoice_id = i.invoice_id and o.n <= i.n)"
    )
    op.alter_column("instalment", "until_minor", nullable=False)
    op.create_check_constraint(op.f("instalment_until_holds_it"), "instalment", "until_minor >= amount_minor")
    op.execute("""
    update invoice set snapshot = snapshot || jsonb_build_object(
      'tax', jsonb_build_object('name', snapshot -> 'tax' -> 'name'),
      'taxes', jsonb_build_array(jsonb_build_object('percent', snapshot -> 'tax' -> 'percent', 'net_minor', net_minor, 'tax_minor', tax_minor)),
      'lines', (select jsonb_agg(line || jsonb_build_object('discount_percent', '0', 'tax_percent', snapshot -> 'tax' -> 'percent',
                                                            'client_id', null, 'version_id', null, 'client', '') order by n)
                from jsonb_array_elements(snapshot -> 'lines') with ordinality as each(line, n)))
    where snapshot -> 'taxes' is null
    """)
    op.execute("""
    insert into instalment (practice_id, id, invoice_id, n, due_on, amount_minor, until_minor)
    select practice_id, id, id, 1, due_on, total_minor, total_minor from invoice i
    where not exists (select from instalment p where p.invoice_id = i.id)
    """)
    op.execute("""
    insert into invoice_line (practice_id, id, invoice_id, n, client_id, description, quantity, unit_minor, discount_percent, net_minor, tax_percent)
    select practice_id, gen_random_uuid(), i.id, n, client_id, line ->> 'description', (line ->> 'quantity')::numeric,
           (line ->> 'unit_minor')::bigint, 0, (line ->> 'net_minor')::bigint, (line ->> 'tax_percent')::numeric
    from invoice i, jsonb_array_elements(snapshot -> 'lines') with ordinality as each(line, n)
    where not exists (select from invoice_line l where l.invoice_id = i.id)
    """)
