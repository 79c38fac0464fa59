"""the wall: which practice is entered, who reads, and what a table of a practice gets"""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("create extension if not exists btree_gist")
    op.execute("""
    alter default privileges grant select, insert, update, delete on tables to plumbline_app;
    grant usage on schema public to plumbline_app;
    create function current_practice() returns uuid language sql stable parallel safe
      return nullif(current_setting('app.practice_id', true), '')::uuid;
    create function current_reader() returns uuid language sql stable parallel safe
      return nullif(current_setting('app.reader_id', true), '')::uuid;
    create function plumbline_wall(name regclass, rule text default 'closed', col name default null, parent regclass default null)
    returns void language plpgsql as $$
    declare sees text := case rule
      when 'self' then 'id = current_reader()'
      when 'readers' then 'current_reader() = any (readers)'
      when 'through' then format('exists (select from %2$s p where p.practice_id = %1$s.practice_id and p.id = %1$s.%3$I)', name, parent, col)
      when 'open' then 'true' when 'closed' then 'false' when 'letterbox' then 'false' end;
    begin
      if sees is null then raise 'no such rule: %', rule; end if;
      execute format('alter table %s enable row level security', name);
      execute format('create policy practice on %s using (practice_id = current_practice())', name);
      execute format('create policy reader on %s as restrictive for %s using (current_reader() is null or %s)',
                     name, case rule when 'letterbox' then 'select' else 'all' end, sees);
    end $$;
    revoke execute on function plumbline_wall from public;
    """)
