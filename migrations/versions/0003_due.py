"""a part names versions of its own; due rows are claimed before a practice is entered; and the reserved practice of the installation's own mails"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name, column in (
        ("part_in_force_is_its_own", "in_force_id"),
        ("part_open_is_its_own", "open_id"),
    ):  # part and version name each other
        op.create_foreign_key(name, "part", "version", ["practice_id", "id", column], ["practice_id", "part_id", "id"])
    op.execute("""
    alter table due enable row level security;
    create policy taken on due for select using (current_practice() is null or practice_id = current_practice());
    create policy changed on due for update using (current_practice() is null or practice_id = current_practice());
    create policy planned on due for insert with check (practice_id = current_practice());
    revoke delete on due from plumbline_app;
    insert into practice (id, slug, name, who_pays, niche, currency, zone, locale, legal_name, legal_address,
      tax_number, tax_name, tax_rate, payment_days, created_at)
    values ('00000000-0000-7000-8000-000000000001', '-', 'Plumbline', 'both', '', 'EUR', 'UTC', 'en', '', '', '', 'VAT', 0, 14, now());
    """)
