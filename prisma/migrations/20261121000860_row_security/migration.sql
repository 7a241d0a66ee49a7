-- Who may see which rows is PostgreSQL's to say, whatever a query forgot.
--
--   the owner       runs migrations and owns everything; the functions that write the ledger run with its rights.
--   trivet_app      what the application is for a person: it reads and writes rows, those of `trivet.person` alone in the
--                   tables that belong to people. With no person set it sees none of them.
--   trivet_system   what the application is for nobody in particular: jobs, deliveries, sign-in, administration.
--
-- Whoever the application connects as is a member of both, inherits neither, and is one of them at every moment. Roles belong to
-- the whole server: another database on it may have made them already, or make them this very moment.
do $$
declare wanted text;
begin
  foreach wanted in array array['trivet_app', 'trivet_system'] loop
    begin
      if not exists (select 1 from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  begin
    if not pg_has_role('trivet_system', 'trivet_app', 'usage') then
      grant trivet_app to trivet_system;
    end if;
    if not pg_has_role(current_user, 'trivet_system', 'usage') then
      grant trivet_app, trivet_system to current_user;
    end if;
  exception when unique_violation then null;
  end;
end $$;

-- Rows, and never the shape of anything. trivet_system has what trivet_app has.
grant usage on schema public to trivet_app;
grant select, insert, update, delete on all tables in schema public to trivet_app;
grant usage, select on all sequences in schema public to trivet_app;
alter default privileges in schema public grant select, insert, update, delete on tables to trivet_app;
alter default privileges in schema public grant usage, select on sequences to trivet_app;

do $$
begin
  if to_regclass('_prisma_migrations') is not null then revoke all on _prisma_migrations from trivet_app; end if;
end $$;

-- The person on whose behalf this statement runs; null is nobody.
create function row_security_person() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('trivet.person', true), '')::uuid
$$;

-- ---- for migrations that make tables: one line each ------------------------------------------------------------------

-- A person sees, and leaves behind, rows of which `rows_of_person` is true; the system and the owner all. FORCE leaves nobody out:
-- the owner sees rows by the policy that names it.
create function row_security_where(of_table regclass, rows_of_person text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security, force row level security', of_table);
  execute format('create policy everything on %s to trivet_system, current_user using (true) with check (true)', of_table);
  execute format('create policy of_person on %s to trivet_app using (%s) with check (%s)', of_table, rows_of_person, rows_of_person);
end $$;

-- The row is of the person whom the column names: select row_security_by_owner('payment', 'user_id');
create function row_security_by_owner(of_table regclass, owner_column text) returns void language sql as $$
  select row_security_where(of_table, format('%I = (select row_security_person())', owner_column))
$$;

-- The row is of whoever the row of another table is, which has row security itself:
-- select row_security_through('payment_event', 'payment_id', 'payment');
create function row_security_through(of_table regclass, reference_column text, other_table regclass, other_key text default 'id')
returns void language sql as $$
  select row_security_where(of_table, format(
    'exists (select from %1$s other where other.%2$I = %3$s.%4$I)', other_table, other_key, of_table, reference_column))
$$;

-- No person sees any row; the system does: select row_security_for_system('invoice_run');
create function row_security_for_system(of_table regclass) returns void language sql as $$
  select row_security_where(of_table, 'false')
$$;

-- What is written stays: the application may add rows, and neither change nor remove them. A trigger keeps the owner from it.
create function append_only_for_app(of_table regclass) returns void language plpgsql as $$
begin
  execute format('revoke update, delete, truncate on %s from trivet_app', of_table);
end $$;
