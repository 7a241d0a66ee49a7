-- A hash chain over each account's entries, and what follows from it: snapshots, a fast balance as of any moment, proof that
-- nobody rewrote history.
--
-- Entries never change, so the hash of each is implied by the one before it: only where the chain stands now (ledger_chain)
-- and where it stood at the end of a day (ledger_snapshot) is kept. Sealing runs behind the postings and costs them nothing.

-- CreateTable
CREATE TABLE "ledger_chain" (
    "account_id" UUID NOT NULL,
    "version" BIGINT NOT NULL,
    "posted" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "entry_at" TIMESTAMPTZ(3) NOT NULL,
    "halted" TEXT,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_chain_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "ledger_snapshot" (
    "account_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "version" BIGINT NOT NULL,
    "posted" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "sequence" BIGSERIAL NOT NULL,

    CONSTRAINT "ledger_snapshot_pkey" PRIMARY KEY ("account_id","version","taken_at")
);

-- CreateIndex
CREATE INDEX "ledger_snapshot_sequence_idx" ON "ledger_snapshot" USING BRIN ("sequence");

-- CreateTable
CREATE TABLE "ledger_retention" (
    "horizon" TIMESTAMPTZ(3) NOT NULL,
    "partition" TEXT NOT NULL,
    "entries" BIGINT NOT NULL,
    "detached_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_retention_pkey" PRIMARY KEY ("horizon")
);

-- No foreign keys to the accounts: no account is ever deleted, and their locks would be taken on rows that postings write.
alter table ledger_chain add check (version >= 0 and octet_length(hash) = 32);
alter table ledger_snapshot add check (version > 0 and octet_length(hash) = 32);
create index ledger_chain_halted on ledger_chain (account_id) where halted is not null;

-- A head is written again with every seal: with room on its page no index is.
alter table ledger_chain set (fillfactor = 50);

-- ---- the horizon: entries before it were detached, and the books begin with what stood then ------------------------------

create function ledger_horizon() returns timestamptz language sql stable parallel safe as $$
  select max(horizon) from ledger_retention
$$;

-- Where each account stood at the horizon: its newest snapshot that was taken by then.
create view ledger_opening as
  select distinct on (account_id) account_id, version, posted, hash, taken_at
    from ledger_snapshot where taken_at <= ledger_horizon()
   order by account_id, version desc, taken_at desc;

-- ---- guards ---------------------------------------------------------------------------------------------------------

create trigger ledger_snapshot_append_only before update or delete on ledger_snapshot
  for each row execute function ledger_forbid();
create trigger ledger_snapshot_no_truncate before truncate on ledger_snapshot
  for each statement execute function ledger_forbid();
create trigger ledger_retention_append_only before update or delete on ledger_retention
  for each row execute function ledger_forbid();
create trigger ledger_retention_no_truncate before truncate on ledger_retention
  for each statement execute function ledger_forbid();
create trigger ledger_chain_no_delete before delete on ledger_chain
  for each row execute function ledger_forbid();
create trigger ledger_chain_no_truncate before truncate on ledger_chain
  for each statement execute function ledger_forbid();
-- A head moves on. It never goes back, and never says something else of the same version.
create trigger ledger_chain_goes_on before update on ledger_chain
  for each row when (new.account_id <> old.account_id or new.version < old.version
    or (new.version = old.version and (new.hash, new.posted, new.entry_at) <> (old.hash, old.posted, old.entry_at)))
  execute function ledger_forbid();

-- ---- hashes ---------------------------------------------------------------------------------------------------------

-- Where an account's chain begins.
create function ledger_genesis(account uuid) returns bytea language sql immutable parallel safe as $$
  select sha256(uuid_send(account))
$$;

-- What the hash of an entry covers: the entry, and the whole of its transfer. Text goes in as UTF-8, whatever the client's
-- encoding. Columns that are added later are not covered; these, in this order, always are.
create function ledger_content(e ledger_entry, t ledger_transfer) returns bytea language sql stable parallel safe as $$
  select record_send(row(
    e.transfer_id, e.account_id, e.amount, e.balance_after, e.version, e.effective_at, e.created_at,
    convert_to(t.kind, 'UTF8'), t.debit_account_id, t.credit_account_id, convert_to(t.asset, 'UTF8'), t.amount,
    t.hold_id, t.reverses_id, t.link_id, convert_to(t.reference, 'UTF8'), convert_to(t.description, 'UTF8'),
    convert_to(t.metadata::text, 'UTF8'), t.initiator_id, t.effective_at))
$$;

-- ---- sealing --------------------------------------------------------------------------------------------------------

-- Whoever writes heads, snapshots or anchors holds this lock: one at a time, so that snapshots are numbered as they commit.
create function ledger_chain_lock() returns bigint language sql immutable parallel safe as $$
  select hashtextextended('ledger:chain', 0)
$$;

-- The end of the UTC day that holds the moment: the first instant of the next.
create function ledger_day_end(moment timestamptz) returns timestamptz language sql immutable parallel safe as $$
  select (date_trunc('day', moment at time zone 'UTC') + interval '1 day') at time zone 'UTC'
$$;

-- A part of an account's entries to seal: those after `head`, up to the version `upto`.
create type ledger_stretch as (
  account uuid,
  version bigint,             -- of the head, and its hash and balance
  hash bytea,
  posted bigint,
  since timestamptz,          -- no entry is older than the head's
  till timestamptz,           -- nor younger than the account's last change
  upto bigint
);

-- Writes the next hashes of the stretches. An account whose entries do not follow from one another is halted there, and
-- says why: what was sealed is never made to fit. Returns how many entries were sealed.
-- The entries are found by index: another kind of join would read all there are.
create function ledger_seal_stretches(stretches ledger_stretch[], at timestamptz)
returns int language plpgsql set enable_hashjoin = off set enable_mergejoin = off set work_mem = '32MB' as $$
declare
  e record;
  current uuid;
  h bytea;
  v bigint;
  balance bigint;
  latest timestamptz;
  trouble text;
  done int := 0;
  heads ledger_chain[] := '{}';
  ends_of_days ledger_snapshot[] := '{}';
begin
  for e in
    select s.account, s.version as head_version, s.hash, s.posted, s.since, s.upto,
           n.version, n.balance_before, n.balance_after, n.created_at, ledger_content(n, t) as content,
           lead(n.version) over (partition by s.account order by n.version) is not distinct from n.version as twice
      from unnest(stretches) s
      join ledger_entry n on n.account_id = s.account and n.version > s.version and n.version <= s.upto
                         and n.created_at >= s.since and n.created_at <= s.till
      join ledger_transfer t on t.id = n.transfer_id
     order by s.account, n.version
  loop
    if e.account is distinct from current then
      current := e.account; h := e.hash; v := e.head_version; balance := e.posted; latest := e.since; trouble := null;
    end if;
    continue when trouble is not null;
    if e.version <> v + 1 then
      trouble := 'version ' || v + 1 || ' is missing';
    elsif e.twice then   -- neither is sealed: which one is right is for a person to say
      trouble := 'version ' || e.version || ' is there twice';
    elsif e.balance_before <> balance then
      trouble := 'version ' || e.version || ' does not start where the one before it ended';
    elsif e.created_at < latest then
      trouble := 'version ' || e.version || ' is older than the one before it';
    else
      if v > 0 and e.created_at >= ledger_day_end(latest) then
        ends_of_days := ends_of_days || row(current, ledger_day_end(latest), v, balance, h, 0)::ledger_snapshot;
      end if;
      h := sha256(h || e.content); v := e.version; balance := e.balance_after; latest := e.created_at;
      done := done + 1;
    end if;
    if trouble is not null or v = e.upto then
      heads := heads || row(current, v, balance, h, latest, trouble, at)::ledger_chain;
    end if;
  end loop;

  heads := heads || array(
    select row(s.account, s.version, s.posted, s.hash, s.since,
               case when s.upto < s.version then 'the account is at version ' || s.upto || ', before what was sealed'
                    else 'version ' || s.version + 1 || ' or a later one is missing' end, at)::ledger_chain
      from unnest(stretches) s where s.account not in (select account_id from unnest(heads)));
  insert into ledger_chain as c (account_id, version, posted, hash, entry_at, halted, sealed_at)
  select account_id, version, posted, hash, entry_at, halted, sealed_at from unnest(heads)
  on conflict (account_id) do update
    set version = excluded.version, posted = excluded.posted, hash = excluded.hash, entry_at = excluded.entry_at,
        halted = excluded.halted, sealed_at = excluded.sealed_at;
  insert into ledger_snapshot (account_id, taken_at, version, posted, hash)
  select account_id, taken_at, version, posted, hash from unnest(ends_of_days)
  on conflict do nothing;
  return done;
end $$;

-- Seals up to `max_entries` entries, of the accounts that wait longest. `waiting` is how many are left, over all accounts that
-- are not halted; null when somebody else is sealing. `halted` is how many accounts are.
create function ledger_seal(max_entries int, at timestamptz, out sealed int, out waiting bigint, out halted bigint)
language plpgsql as $$
declare stretches ledger_stretch[];
begin
  sealed := 0;
  if not pg_try_advisory_xact_lock(ledger_chain_lock()) then return; end if;

  with behind as (
    select a.id, coalesce(c.version, 0) as version, coalesce(c.hash, ledger_genesis(a.id)) as hash,
           coalesce(c.posted, 0) as posted, coalesce(c.entry_at, a.created_at) as since, a.updated_at as till,
           a.version as latest, greatest(a.version - coalesce(c.version, 0), 0) as behind, c.sealed_at
      from ledger_account a left join ledger_chain c on c.account_id = a.id
     where a.version <> coalesce(c.version, 0) and c.halted is null
  ), queue as (
    select *, sum(behind) over (order by sealed_at nulls first, id) - behind as before, sum(behind) over () as everything
      from behind
  )
  select array_agg(row(id, version, hash, posted, since, till, least(latest, version + max_entries - before))::ledger_stretch),
         coalesce(max(everything), 0)
    into stretches, waiting
    from queue where before < max_entries;
  if stretches is not null then
    sealed := ledger_seal_stretches(stretches, at);
    waiting := waiting - sealed;
  end if;
  select count(*) into halted from ledger_chain c where c.halted is not null;
end $$;

-- ---- verification -----------------------------------------------------------------------------------------------------

-- Walks every account from its opening and computes each hash again: what was kept must come out, and a snapshot leaves out
-- nothing from before it (but a batch that committed a moment after the day's end). One line an account at most.
create function ledger_check_chain() returns table (account uuid, problem text) language plpgsql stable
set work_mem = '32MB' as $$
declare
  e record;
  current uuid;
  h bytea;
  v bigint;
  balance bigint;
  covered timestamptz;   -- when the newest snapshot so far was taken
begin
  for e in
    select n.account_id, n.version, 1 as rank, n.balance_after as posted, ledger_content(n, t) as bytes, null as what, n.created_at as at
      from ledger_entry n join ledger_transfer t on t.id = n.transfer_id
    union all
    select account_id, version, 0, posted, hash, null, taken_at from ledger_opening
    union all
    select account_id, version, 2, posted, hash, 'the snapshot of ' || to_char(taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), taken_at
      from ledger_snapshot where taken_at > coalesce(ledger_horizon(), '-infinity')
    union all
    select account_id, version, 2, posted, hash, 'the head', null from ledger_chain where version > 0
    order by 1, 2, 3
  loop
    if e.account_id is distinct from current then
      current := e.account_id; h := ledger_genesis(current); v := 0; balance := 0; covered := '-infinity';
    end if;
    continue when v is null;   -- reported
    if e.rank <> 1 then covered := greatest(covered, e.at); end if;
    if e.rank = 1 and e.at < covered - interval '1 day' then
      account := current; v := null;
      problem := 'a snapshot leaves out version ' || e.version || ', which was written before it';
      return next;
    elsif e.rank = 0 then
      h := e.bytes; v := e.version; balance := e.posted;
    elsif e.rank = 1 and e.version = v + 1 then
      h := sha256(h || e.bytes); v := e.version; balance := e.posted;
    elsif e.rank = 1 then
      account := current; problem := 'version ' || e.version || ' comes after ' || v; v := null;
      return next;
    elsif (e.version, e.posted, e.bytes) <> (v, balance, h) then
      account := current; problem := e.what || ' at version ' || e.version || ' is not what its entries lead to'; v := null;
      return next;
    end if;
  end loop;
end $$;
