-- What closed business days allow: proof that can be kept outside (anchors), and letting old entries go (retention).

-- CreateTable
CREATE TABLE "ledger_anchor" (
    "day" DATE NOT NULL,
    "closed_through" TIMESTAMPTZ(3) NOT NULL,
    "root" BYTEA NOT NULL,
    "previous_root" BYTEA,
    "snapshots" BIGINT NOT NULL,
    "last_sequence" BIGINT NOT NULL,
    "anchored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_anchor_pkey" PRIMARY KEY ("day")
);

alter table ledger_anchor
  add check (octet_length(root) = 32 and octet_length(previous_root) = 32),
  add check (snapshots >= 0);
create trigger ledger_anchor_append_only before update or delete on ledger_anchor
  for each row execute function ledger_forbid();
create trigger ledger_anchor_no_truncate before truncate on ledger_anchor
  for each statement execute function ledger_forbid();

-- Detached partitions wait here until the operator has dumped and dropped them.
create schema ledger_archive;

-- By when everything that took effect up to the moment was written: the closing of its day. A day more, because clocks differ.
create function ledger_settled_by(moment timestamptz) returns timestamptz language sql stable parallel safe as $$
  select coalesce((select closed_at + interval '1 day' from ledger_business_day
                    where closed_through > moment order by closed_through limit 1), 'infinity')
$$;

-- ---- snapshots at a moment of somebody's choice -------------------------------------------------------------------------

-- Whether anything written before the moment is not sealed yet, in accounts that are not halted.
create function ledger_unsealed_before(moment timestamptz) returns boolean language sql stable as $$
  select exists (
    select from ledger_account a left join ledger_chain c on c.account_id = a.id
     where a.version > coalesce(c.version, 0) and c.halted is null
       and exists (select from ledger_entry e
                    where e.account_id = a.id and e.version > coalesce(c.version, 0) and e.created_at < moment))
$$;

-- Takes the snapshots that are missing at the moment: of every account with sealed entries before it that no snapshot up to
-- then covers. Not of a halted one: its head is not where it stood, and what is missing is taken when it goes on. The caller
-- holds ledger_chain_lock. Returns how many.
create function ledger_take_snapshots(moment timestamptz) returns int language plpgsql as $$
declare
  account record;
  entry record;
  h bytea;
  v bigint;
  balance bigint;
  taken int;
begin
  insert into ledger_snapshot (account_id, taken_at, version, posted, hash)
  select c.account_id, moment, c.version, c.posted, c.hash
    from ledger_chain c
    left join lateral (select s.version from ledger_snapshot s where s.account_id = c.account_id and s.taken_at <= moment
                        order by s.version desc, s.taken_at desc limit 1) s on true
   where c.halted is null and c.entry_at < moment and c.version > coalesce(s.version, 0);
  get diagnostics taken = row_count;

  -- Accounts that have gone on since are where the moment is not the end of a UTC day, and where a batch was late.
  for account in
    select c.account_id, c.version as upto, coalesce(s.version, 0) as version, coalesce(s.hash, ledger_genesis(c.account_id)) as hash
      from ledger_chain c
      left join lateral (select s.version, s.hash from ledger_snapshot s where s.account_id = c.account_id and s.taken_at <= moment
                          order by s.version desc, s.taken_at desc limit 1) s on true
     where c.halted is null and c.entry_at >= moment and c.version > coalesce(s.version, 0)
     order by c.account_id
  loop
    h := account.hash; v := account.version;
    for entry in
      select n.version, n.balance_after, ledger_content(n, t) as content
        from ledger_entry n join ledger_transfer t on t.id = n.transfer_id
       where n.account_id = account.account_id and n.version > account.version and n.version <= account.upto and n.created_at < moment
       order by n.version
    loop
      h := sha256(h || entry.content); v := entry.version; balance := entry.balance_after;
    end loop;
    if v > account.version then
      insert into ledger_snapshot (account_id, taken_at, version, posted, hash) values (account.account_id, moment, v, balance, h);
      taken := taken + 1;
    end if;
  end loop;
  return taken;
end $$;

-- ---- anchors ------------------------------------------------------------------------------------------------------------

-- Adds a snapshot to a root.
create function ledger_root(root bytea, s ledger_snapshot) returns bytea language sql immutable parallel safe as $$
  select sha256(root || record_send(row(s.sequence, s.account_id, s.taken_at, s.version, s.posted, s.hash)))
$$;

-- Where a day's root begins: with the root of the day before.
create function ledger_root_start(previous bytea, day date, closed_through timestamptz) returns bytea
language sql immutable parallel safe as $$
  select sha256(coalesce(previous, '') || record_send(row(day, closed_through)))
$$;

-- Anchors the next closed day: one hash of all snapshots since the last anchor, and of that. With it nobody can change what was
-- before the day's end, not even with every hash computed again. Returns the day, or null when no closed day is left or when
-- not everything before its end is sealed.
create function ledger_anchor_next(at timestamptz) returns date language plpgsql as $$
declare
  previous ledger_anchor;
  closed ledger_business_day;
  s ledger_snapshot;
  made ledger_anchor;
begin
  perform pg_advisory_xact_lock(ledger_chain_lock());
  select * into previous from ledger_anchor order by day desc limit 1;
  select * into closed from ledger_business_day where day > coalesce(previous.day, '-infinity') order by day limit 1;
  if not found or ledger_unsealed_before(closed.closed_through) then return null; end if;

  perform ledger_take_snapshots(closed.closed_through);
  made.root := ledger_root_start(previous.root, closed.day, closed.closed_through);
  made.snapshots := 0;
  made.last_sequence := coalesce(previous.last_sequence, 0);
  for s in select * from ledger_snapshot where sequence > made.last_sequence order by sequence loop
    made.root := ledger_root(made.root, s);
    made.snapshots := made.snapshots + 1;
    made.last_sequence := s.sequence;
  end loop;
  insert into ledger_anchor (day, closed_through, root, previous_root, snapshots, last_sequence, anchored_at)
  values (closed.day, closed.closed_through, made.root, previous.root, made.snapshots, made.last_sequence, at);
  return closed.day;
end $$;

-- Computes every root again. One line an anchor that does not come out.
create function ledger_check_anchors() returns table (anchored date, problem text) language plpgsql stable as $$
declare
  a ledger_anchor;
  s ledger_snapshot;
  root bytea;
  n bigint;
  previous bytea;
  last bigint := 0;
begin
  for a in select * from ledger_anchor order by day loop
    root := ledger_root_start(previous, a.day, a.closed_through);
    n := 0;
    for s in select * from ledger_snapshot where sequence > last and sequence <= a.last_sequence order by sequence loop
      root := ledger_root(root, s);
      n := n + 1;
    end loop;
    if a.root <> root or a.previous_root is distinct from previous or a.snapshots <> n then
      anchored := a.day; problem := n || ' snapshots do not lead to its root';
      return next;
    end if;
    previous := a.root; last := a.last_sequence;
  end loop;
end $$;

-- ---- retention ------------------------------------------------------------------------------------------------------------

-- The monthly partitions that are attached, oldest first.
create view ledger_partition as
  select c.relname::text as name,
         to_timestamp(right(c.relname, 7) || ' +00', 'YYYY_MM TZH') as starts_at
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'ledger_entry'::regclass and c.relname ~ '^ledger_entry_\d{4}_\d{2}$'
   order by 1;

-- Detaches the oldest partition, which must be the month's, into the schema ledger_archive; from then on the books begin at
-- the month's end. What is not closed, sealed and anchored does not go: LG004 says why. When somebody reads for long it gives
-- up after a second (55P03) and is tried again.
create function ledger_detach_partition(month timestamptz, at timestamptz) returns text
language plpgsql set lock_timeout = '1s' as $$
declare
  oldest ledger_partition;
  start_of timestamptz := date_trunc('month', month at time zone 'UTC') at time zone 'UTC';
  end_of timestamptz := (date_trunc('month', month at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  entries bigint;
  refusal text;
begin
  perform pg_advisory_xact_lock(hashtext('ledger_make_partition'));
  perform pg_advisory_xact_lock(ledger_chain_lock());
  select * into oldest from ledger_partition order by name limit 1;
  refusal := case
    when oldest.starts_at is distinct from start_of then 'it is not the oldest partition'
    when exists (select from ledger_entry_default where created_at < end_of) then 'the default partition has entries as old'
    when not exists (select from ledger_anchor where closed_through >= end_of) then 'not every day of it is closed and anchored'
    when ledger_unsealed_before(end_of)
      or exists (select from ledger_chain where halted is not null and entry_at < end_of) then 'not every entry of it is sealed'
  end;
  if refusal is not null then
    raise exception 'the entries of % stay: %', to_char(start_of at time zone 'UTC', 'YYYY-MM'), refusal using errcode = 'LG004';
  end if;

  perform ledger_take_snapshots(end_of);
  execute format('select count(*) from %I', oldest.name) into entries;
  insert into ledger_retention (horizon, partition, entries, detached_at) values (end_of, oldest.name, entries, at);
  execute format('alter table ledger_entry detach partition %I', oldest.name);
  execute format('create trigger ledger_entry_frozen before insert or update or delete on %I
                  for each row execute function ledger_forbid()', oldest.name);
  execute format('alter table %I set schema ledger_archive', oldest.name);
  return oldest.name;
end $$;

-- How many entries the account had before a moment: as before, and the halving begins at the account's opening.
create or replace function ledger_version_before(account uuid, moment timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint := coalesce((select version from ledger_opening where account_id = account), 0);
  high bigint;
  middle bigint;
  written_at timestamptz;
begin
  select version into high from ledger_account where id = account;
  while low < high loop
    middle := (low + high + 1) / 2;
    select created_at into written_at from ledger_entry where account_id = account and version = middle;
    if written_at < moment then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end $$;
