"""what is left to pay of an invoice, kept by the database: adding it up anew for every list grew with all that was ever invoiced"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("invoice", sa.Column("left_minor", sa.BigInteger(), server_default="0", nullable=False))
    # Each payment and credit takes itself off, under the row's lock, so that two at once are both counted. As the owner: the app role may
    # not change an invoice.
    op.execute("""
    update invoice i set left_minor = total_minor
      - coalesce((select sum(amount_minor) from payment p where p.practice_id = i.practice_id and p.invoice_id = i.id), 0)
      - coalesce((select sum(total_minor) from credit_note c where c.practice_id = i.practice_id and c.invoice_id = i.id), 0);
    create function all_is_left() returns trigger language plpgsql as $$
    begin
      new.left_minor := new.total_minor;
      return new;
    end $$;
    create function less_is_left() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update invoice set left_minor = left_minor - (to_jsonb(new) ->> tg_argv[0])::bigint
        where practice_id = new.practice_id and id = new.invoice_id;
      return null;
    end $$;
    revoke execute on function less_is_left() from public;
    create trigger all_is_left before insert on invoice for each row execute function all_is_left();
    create trigger less_is_left after insert on payment for each row execute function less_is_left('amount_minor');
    create trigger less_is_left after insert on credit_note for each row execute function less_is_left('total_minor');
    """)
    op.create_index("invoice_open_ix", "invoice", ["practice_id"], postgresql_where=sa.text("left_minor > 0"))
