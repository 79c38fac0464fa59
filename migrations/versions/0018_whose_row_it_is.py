"""whose row it is: the second wall asks less

A wall that asked through the client opened one more plan for each table of each statement, and for each of those another: Today's had a
hundred and fifty that were never run. Where the row beyond is the reader's own, its id is the reader, and nothing need be looked up.
And PostgreSQL took "nobody reads, or" for a condition that one row in two hundred passes, so it began its joins anywhere; of a case it
knows that it does not know.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

WALLS = """
select plumbline_wall('action', 'own', 'client_id')
select plumbline_wall('audit', 'letterbox')
select plumbline_wall('booking', 'through', 'package_id', 'package')
select plumbline_wall('booking_rules', 'closed')
select plumbline_wall('card_cost', 'closed')
select plumbline_wall('checkout', 'readers')
select plumbline_wall('client', 'self')
select plumbline_wall('closing', 'through', 'contract_id', 'contract')
select plumbline_wall('closing_signature', 'through', 'closing_id', 'closing')
select plumbline_wall('coaching_session', 'own', 'client_id')
select plumbline_wall('colleague', 'closed')
select plumbline_wall('confirmation', 'self')
select plumbline_wall('consent', 'own', 'testimonial_id')
select plumbline_wall('contact', 'self')
select plumbline_wall('contract', 'own', 'client_id')
select plumbline_wall('credit', 'through', 'package_id', 'package')
select plumbline_wall('credit_note', 'through', 'invoice_id', 'invoice')
select plumbline_wall('dispute', 'closed')
select plumbline_wall('enquiry', 'letterbox')
select plumbline_wall('file', 'readers')
select plumbline_wall('goal', 'own', 'client_id')
select plumbline_wall('hours_exception', 'closed')
select plumbline_wall('inbound', 'closed')
select plumbline_wall('instalment', 'through', 'invoice_id', 'invoice')
select plumbline_wall('invitation', 'closed')
select plumbline_wall('invoice', 'readers')
select plumbline_wall('invoice_draft', 'closed')
select plumbline_wall('invoice_line', 'through', 'invoice_id', 'invoice')
select plumbline_wall('ladder', 'own', 'client_id')
select plumbline_wall('look', 'through', 'measure_id', 'measure')
select plumbline_wall('measure', 'through', 'goal_id', 'goal')
select plumbline_wall('measure_pause', 'through', 'measure_id', 'measure')
select plumbline_wall('message', 'readers')
select plumbline_wall('offer', 'open')
select plumbline_wall('offer_version', 'open')
select plumbline_wall('once', 'letterbox')
select plumbline_wall('organisation', 'closed')
select plumbline_wall('organisation_record', 'readers')
select plumbline_wall('package', 'own', 'client_id')
select plumbline_wall('package_change', 'through', 'package_id', 'package')
select plumbline_wall('part', 'readers')
select plumbline_wall('payment', 'through', 'invoice_id', 'invoice')
select plumbline_wall('preference', 'self')
select plumbline_wall('price_plan', 'closed')
select plumbline_wall('private_note', 'closed')
select plumbline_wall('promise', 'readers')
select plumbline_wall('public_page', 'open')
select plumbline_wall('purchase', 'self')
select plumbline_wall('reading', 'through', 'measure_id', 'measure')
select plumbline_wall('recipe', 'closed')
select plumbline_wall('recipe_skip', 'closed')
select plumbline_wall('reconciliation', 'closed')
select plumbline_wall('refund', 'closed')
select plumbline_wall('reminder_pause', 'closed')
select plumbline_wall('reply', 'through', 'part_id', 'part')
select plumbline_wall('rung', 'through', 'ladder_id', 'ladder')
select plumbline_wall('seat', 'through', 'part_id', 'part')
select plumbline_wall('series', 'closed')
select plumbline_wall('share', 'readers')
select plumbline_wall('shared_note', 'own', 'client_id')
select plumbline_wall('signature', 'through', 'part_id', 'part')
select plumbline_wall('sponsorship', 'closed')
select plumbline_wall('start', 'through', 'measure_id', 'measure')
select plumbline_wall('statement', 'closed')
select plumbline_wall('stripe_event', 'closed')
select plumbline_wall('subscription', 'own', 'client_id')
select plumbline_wall('testimonial', 'self')
select plumbline_wall('testimonial_text', 'own', 'testimonial_id')
select plumbline_wall('version', 'through', 'part_id', 'part')
select plumbline_wall('wall_card', 'open')
select plumbline_wall('weekly_hours', 'closed')
select plumbline_wall('work', 'closed')
"""


def upgrade() -> None:
    op.execute("""
    create or replace function plumbline_wall(name regclass, rule text default 'closed', col name default null, parent regclass default null)
    returns void language plpgsql as $$
    declare sees text := case rule
      when 'self' then 'id = current_reader()'
      when 'own' then format('%I = current_reader()', col)
      when 'readers' then 'current_reader() = any (readers)'
      when 'through' then format('exists (select from %2$s p where p.practice_id = %1$s.practice_id and p.id = %1$s.%3$I)', name, parent, col)
      when 'open' then 'true' when 'closed' then 'false' when 'letterbox' then 'false' end;
    begin
      if sees is null then raise 'no such rule: %', rule; end if;
      execute format('alter table %s enable row level security', name);
      execute format('drop policy if exists practice on %s', name);
      execute format('drop policy if exists reader on %s', name);
      execute format('create policy practice on %s using (practice_id = current_practice())', name);
      execute format('create policy reader on %s as restrictive for %s using (case when current_reader() is null then true else %s end)',
                     name, case rule when 'letterbox' then 'select' else 'all' end, sees);
    end $$;
    """)
    for wall in WALLS.strip().split("\n"):
        op.execute(wall)
