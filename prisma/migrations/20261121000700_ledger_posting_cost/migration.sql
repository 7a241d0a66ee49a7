-- The same posting for less of PostgreSQL's time: fewer statements a batch, and each account and command looked at once.

-- sum(bigint) counts in numeric. Here a sum that is no bigint is an error, and what is summed was bounded before.
create aggregate ledger_total(bigint) (sfunc = int8pl, stype = bigint, initcond = '0');

-- What a batch is, found in one look at it.
create type ledger_survey as (
  ids uuid[],                 -- of its commands, in their order
  named uuid[],               -- the accounts that it names
  simple boolean,             -- it names them all
  others int[],               -- items with anything but plain transfers
  crossed boolean             -- an id is there twice, or a reference is given
);

create function ledger_survey(commands ledger_command[]) returns ledger_survey language plpgsql stable as $$
declare s ledger_survey;
begin
  select array_agg(c.id), array_agg(c.debit) || array_agg(c.credit), bool_and(c.debit is not null and c.credit is not null),
         array_agg(c.item) filter (where c.op <> 'transfer' or c.reverses is not null or c.hold is not null
                                      or coalesce(c.amount, 0) not between 1 and 1000000000000000),
         count(distinct c.id) < count(*) or bool_or(c.reference is not null)
    into s.ids, s.named, s.simple, s.others, s.crossed
    from unnest(commands) c;
  if not s.simple then s.named := array_remove(s.named, null); end if;
  return s;
end $$;

alter type ledger_moment add attribute rows tid[];   -- where the rows of these accounts are, for as long as nobody writes them

drop function ledger_lock(ledger_command[], timestamptz);

-- Every batch takes its row locks in id order, so two batches cannot deadlock: on its accounts, and on those in whose favour
-- holds on them are that are past their time. These are let go before anything is decided. No day is closed meanwhile.
create function ledger_lock(commands ledger_command[], s ledger_survey, at timestamptz) returns ledger_moment language plpgsql as $$
declare
  own uuid[] := ledger_reach(commands, s.named, s.simple);
  due uuid[];
  pending boolean;
  within boolean;
  m ledger_moment;
begin
  -- The first of these costs no statement, and is enough but while a day is being closed.
  if not pg_try_advisory_xact_lock_shared(hashtextextended('ledger:business-day', 0)) then
    perform pg_advisory_xact_lock_shared(hashtextextended('ledger:business-day', 0));
  end if;
  m.touched := own || array(
    select credit_account_id from ledger_hold
     where debit_account_id = any(own) and status = 'pending' and expires_at <= at and credit_account_id is not null);
  with locked as (
    select ctid, updated_at, pending_debits from ledger_account where id = any(m.touched) order by id for no key update
  )
  select max(updated_at), (select max(closed_through) from ledger_business_day), bool_or(pending_debits > 0), array_agg(ctid)
    into m.written, m.closed, pending, m.rows from locked;
  m.at := at;
  m.written := greatest(at, m.written, m.closed);

  -- While it waited for a lock, a hold or transfer that the batch names, or a hold on one of its accounts, may have been
  -- committed, on accounts that are not locked. The caller starts again, and then sees them from the beginning.
  if pending then
    select array_agg(id), bool_and(credit_account_id is null or credit_account_id = any(m.touched)) into due, within
      from ledger_hold where status = 'pending' and expires_at <= at and debit_account_id = any(own);
  end if;
  if not within or not s.simple and not ledger_reach(commands, s.named, s.simple) <@ own then
    raise exception 'the batch touches more accounts than it locked' using errcode = '40001';
  end if;
  if due is not null then
    perform ledger_expire(due, at);
    m.rows := array(select ctid from ledger_account where id = any(m.touched));
  end if;
  return m;
end $$;

-- Writes all of the given plain transfers, or nothing: then it returns the items that cannot be written as they are.
-- The entries are written in the order in which they are counted: by account, which is how their index is. What is looked up
-- in large tables is looked up row by row (offset 0), whatever a plan made while they were small would rather do.
create or replace function ledger_write_plain(commands ledger_command[], m ledger_moment) returns int[] language plpgsql as $$
declare suspects int[];
begin
  with account as materialized (
    select ctid as row, id, owner_id, kind, asset, status, created_at, posted, version,
           case normal_side when 'credit' then 1 else -1 end as sign,
           case when normal_side = 'credit' then overdraft_limit - pending_debits - frozen end as room_out,
           case when normal_side = 'debit' then overdraft_limit - pending_credits - frozen end as room_in,
           case when overdraft_limit is null then 4000000000000000000 else 9007199254740991 end as most
      from ledger_account where ctid = any(m.rows)
  ), wanted as materialized (
    select w.item, w.n, w.id, w.debit, w.credit, w.amount, w.asset, w.kind, w.link, w.reference, w.description, w.metadata,
           w.initiator, w.effective_at,
           d.row as d_row, d.posted as d_posted, d.version as d_version, d.sign as d_sign, d.room_out, d.most as d_most,
           c.row as c_row, c.posted as c_posted, c.version as c_version, c.sign as c_sign, c.room_in, c.most as c_most,
           d.id is null or c.id is null or t.kind is null or w.debit = w.credit
             or d.asset is distinct from w.asset or c.asset is distinct from w.asset
             or d.status <> 'open' or c.status = 'closed'
             or w.owner is not null and (d.owner_id is distinct from w.owner or d.kind <> 'wallet' or c.kind <> 'wallet')
             or w.effective_at is not null and (w.effective_at > m.at or w.effective_at < greatest(m.closed, d.created_at, c.created_at))
             or e.taken is not null as odd
      from unnest(commands) with ordinality as w (item, op, id, debit, credit, amount, asset, kind, hold, final, reverses,
             link, owner, reference, description, metadata, initiator, effective_at, expires_at, n)
      left join account d on d.id = w.debit left join account c on c.id = w.credit
      left join ledger_posting_template t on (t.kind, t.debit_kind, t.credit_kind) = (w.kind, d.kind, c.kind)
      left join lateral (select true as taken from ledger_transfer e where e.id = w.id offset 0) e on true
  ), leg as (
    select item, n * 2 as seq, id as transfer, debit as account, d_row as row, -amount as change, effective_at,
           d_posted as posted, d_version as version, d_sign as sign, room_out as room, d_most as most from wanted
    union all
    select item, n * 2 + 1, id, credit, c_row, amount, effective_at, c_posted, c_version, c_sign, room_in, c_most from wanted
  ), running as materialized (
    select item, transfer, account, row, change, effective_at, sign, room, most,
           posted + ledger_total(change) over so_far as after, version + row_number() over so_far as version,
           lead(seq) over so_far is null as last
      from leg window so_far as (partition by account order by seq rows unbounded preceding)
  ), suspect as materialized (
    select item from running where sign * after + room < 0 or after not between -most and most
    union all
    select item from wanted where odd
  ), transfers as (
    insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, asset, amount, link_id, reference, description,
                                 metadata, initiator_id, effective_at, created_at)
    select id, kind, debit, credit, asset, amount, link, reference, description, metadata, initiator,
           coalesce(effective_at, m.written), m.written
      from wanted where not exists (select from suspect)
  ), balances as (
    update ledger_account a set posted = r.after, version = r.version, updated_at = m.written
      from running r where r.last and a.ctid = r.row and not exists (select from suspect)
  ), entries as (
    insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
    select transfer, account, change, after - change, after, version, coalesce(effective_at, m.written), m.written
      from running where not exists (select from suspect)
  )
  select array_agg(item) into suspects from suspect;
  return suspects;
end $$;

-- Writes as many of the plain items as there are, and returns those that must be decided one by one: the first that would
-- break a rule are left out, then those that leaned on them, and so on.
drop function ledger_post_plain(ledger_command[], ledger_moment);
create function ledger_post_plain(commands ledger_command[], crossed boolean, m ledger_moment) returns int[] language plpgsql as $$
declare
  left_out int[] := '{}';
  suspects int[];
  rest ledger_command[] := commands;
begin
  if crossed then
    left_out := ledger_crossed(commands);
    rest := ledger_without(commands, left_out);
  end if;
  for round in 1 .. 5 loop
    if cardinality(rest) = 0 then return left_out; end if;
    suspects := ledger_write_plain(rest, m);
    if suspects is null then return left_out; end if;
    left_out := left_out || suspects;
    rest := ledger_without(rest, suspects);
  end loop;
  return array(select distinct item from unnest(commands));
end $$;
drop function ledger_is_plain(ledger_command);

create or replace function ledger_post(batch jsonb, at timestamptz)
returns table ("position" int, outcome text, code text) language plpgsql set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  commands ledger_command[] := ledger_commands(batch);
  m ledger_moment;
begin
  if commands is null then return; end if;
  m := ledger_lock(commands, ledger_survey(commands), at);
  return query
    select n::int - 1,
           case when v is null then 'posted' when v = 'exists' then 'exists' else 'refused' end,
           nullif(v, 'exists')
      from unnest(ledger_do_item(commands, m)) with ordinality as u (v, n);
end $$;

create or replace function ledger_dry_run(batch jsonb, at timestamptz) returns jsonb language plpgsql
set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  commands ledger_command[] := ledger_commands(batch);
  m ledger_moment;
  before jsonb;
  effect jsonb;
begin
  if commands is null then return '{"results": [], "postings": [], "accounts": []}'; end if;
  begin
    m := ledger_lock(commands, ledger_survey(commands), at);
    select jsonb_object_agg(id, version) into before from ledger_account where id = any(m.touched);
    effect := jsonb_build_object('results', (select jsonb_agg(p order by p."position") from ledger_post(batch, at) p));
    effect := effect || jsonb_build_object(
      'postings', (select coalesce(jsonb_agg(jsonb_build_object('transferId', e.transfer_id, 'accountId', e.account_id,
                            'amount', e.amount::text, 'balanceBefore', e.balance_before::text, 'balanceAfter', e.balance_after::text)
                            order by e.account_id, e.version), '[]')
                     from ledger_entry e where e.account_id = any(m.touched) and e.version > (before ->> e.account_id::text)::bigint),
      'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'posted', a.posted::text, 'pendingDebits', a.pending_debits::text,
                            'pendingCredits', a.pending_credits::text, 'frozen', a.frozen::text, 'available', ledger_available(a)::text)), '[]')
                     from ledger_account a where a.id = any(m.touched)));
    raise exception using errcode = 'LG004', message = 'a dry run is undone';
  exception when sqlstate 'LG004' then
    return effect;
  end;
end $$;

-- ---- claims -------------------------------------------------------------------------------------------------------------

-- Scopes and fingerprints are digests. The first 128 bits of them, as a UUID, are beyond chance and beyond trying, and keep
-- the index small, and with it the pages that a batch writes.
alter table idempotency_claim
  alter column scope type uuid using left(scope, 32)::uuid,
  alter column fingerprint type uuid using left(fingerprint, 32)::uuid;

drop function ledger_post_items(jsonb, text[], text[], timestamptz);
drop function ledger_take_claims(ledger_command[], text[], text[], timestamptz);

-- What was answered under a claim: {ids, codes where not everything was posted}. One command that was posted keeps its id alone.
create function ledger_claim_outcome(kept idempotency_claim) returns jsonb language sql immutable as $$
  select coalesce(kept.outcome, jsonb_build_object('ids', jsonb_build_array(kept.resource_id)))
$$;

-- Takes the items' claims, for those that have one. Returns what became of the claims that were there already: for each
-- {item, state: replayed | reused, outcome}. A claim of more than 24 hours ago is over, whether or not it has been swept.
-- What is kept is that everything was posted; a refusal is added when it is known.
create function ledger_take_claims(commands ledger_command[], ids uuid[], scopes uuid[], fingerprints uuid[], at timestamptz)
returns jsonb language plpgsql as $$
declare
  wanted uuid[] := array_remove(scopes, null);
  taken uuid[];
  outcomes jsonb[];
  earlier jsonb;
begin
  if wanted = '{}' then return null; end if;
  if cardinality(ids) <> cardinality(scopes) then   -- an item of several commands
    outcomes := array(select jsonb_build_object('ids', jsonb_agg(id)) from unnest(commands) group by item order by item);
  end if;
  with made as (
    insert into idempotency_claim as kept (scope, fingerprint, resource_id, outcome, created_at)
    select s.scope, s.fingerprint, case when outcomes is null then s.id end, s.outcome, at
      from unnest(scopes, fingerprints, ids, outcomes) as s (scope, fingerprint, id, outcome)
     where s.scope is not null order by s.scope
    on conflict (scope) do update
       set fingerprint = excluded.fingerprint, resource_id = excluded.resource_id, outcome = excluded.outcome, created_at = at
     where kept.created_at <= at - interval '24 hours'
    returning scope
  )
  select array_agg(scope) into taken from made;
  if cardinality(taken) = cardinality(wanted) then return null; end if;

  select jsonb_agg(jsonb_build_object('item', s.n - 1) ||
           case when kept.fingerprint = s.fingerprint
                then jsonb_build_object('state', 'replayed', 'outcome', ledger_claim_outcome(kept))
                else jsonb_build_object('state', 'reused') end)
    into earlier
    from unnest(scopes, fingerprints) with ordinality as s (scope, fingerprint, n) join idempotency_claim kept on kept.scope = s.scope
   where s.scope <> all(coalesce(taken, '{}'));
  if coalesce(jsonb_array_length(earlier), 0) + coalesce(cardinality(taken), 0) <> cardinality(wanted) then
    raise exception 'a claim was swept' using errcode = '40001';   -- between the two statements
  end if;
  return earlier;
end $$;

-- Posts many callers' items in one transaction: their commands in order, each with its `item`; scopes and fingerprints are the items' claims, null for none. One item's refusal is no other's. Answers {at: what was written as
-- created_at, items: those that were not simply posted}: {item, codes: null, `exists` or a refusal for each command} or
-- {item, state: replayed | reused, outcome}.
create function ledger_post_items(commands ledger_command[], scopes uuid[], fingerprints uuid[], at timestamptz)
returns jsonb language plpgsql set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  s ledger_survey := ledger_survey(commands);
  answers jsonb := coalesce(ledger_take_claims(commands, s.ids, scopes, fingerprints, at), '[]');
  m ledger_moment;
  plain ledger_command[];
  others int[];
  other int;
  mine ledger_command[];
  verdicts text[];
begin
  if jsonb_array_length(answers) > 0 then
    commands := ledger_without(commands, array(select (a ->> 'item')::int from jsonb_array_elements(answers) a));
    if cardinality(commands) = 0 then return jsonb_build_object('at', at, 'items', answers); end if;
    s := ledger_survey(commands);
  end if;
  m := ledger_lock(commands, s, at);

  others := s.others;
  plain := case when others is null then commands else ledger_without(commands, others) end;
  if cardinality(plain) > 0 then
    others := others || ledger_post_plain(plain, s.crossed, m);
  end if;
  if cardinality(others) > 0 then
    for other in select distinct o from unnest(others) o order by o loop
      mine := array(select c from unnest(commands) c where c.item = other);
      verdicts := ledger_do_item(mine, m);
      continue when array_remove(verdicts, null) = '{}';
      answers := answers || jsonb_build_object('item', other, 'codes', to_jsonb(verdicts));
      if scopes[other + 1] is not null then
        update idempotency_claim kept
           set outcome = ledger_claim_outcome(kept) || jsonb_build_object('codes', to_jsonb(verdicts)), resource_id = null
         where scope = scopes[other + 1];
      end if;
    end loop;
  end if;
  return jsonb_build_object('at', m.written, 'items', answers);
end $$;

-- ---- guards -------------------------------------------------------------------------------------------------------------

drop trigger ledger_transfer_accounts on ledger_transfer;
drop function ledger_check_transfers();

-- Every statement that adds entries adds both of a transfer, as and when the transfer says, on accounts of its asset, and leads
-- each of these accounts to its balance, version by version.
-- They are written when the account is: so nobody adds another entry of a version, which the key would let in at any other time.
create or replace function ledger_check_entries() returns trigger language plpgsql as $$
declare trouble text;
begin
  with entry as materialized (
    select n.transfer_id, n.account_id, n.amount, n.version, a.version as newest,
           n.version = a.version and n.balance_after = a.posted as is_end, n.created_at = a.updated_at as is_now,
           a.asset = t.asset and n.created_at = t.created_at
             and n.amount = case n.account_id when t.debit_account_id then -t.amount when t.credit_account_id then t.amount end as fits
      from new_entries n
      left join lateral (select version, posted, updated_at, asset from ledger_account where id = n.account_id offset 0) a on true
      left join lateral (select asset, amount, debit_account_id, credit_account_id, created_at from ledger_transfer
                          where id = n.transfer_id offset 0) t on true
  )
  select case
    when exists (select from entry where fits is not true)
      then 'an entry is not what its transfer says'
    when exists (select from entry group by transfer_id having count(*) <> 2 or ledger_total(amount) <> 0)
      then 'the entries of a transfer do not sum to zero'
    when exists (select from entry group by account_id, newest
                 having not bool_and(is_now) or count(*) filter (where is_end) <> 1
                     or max(version) <> newest or newest - min(version) + 1 <> count(*))
      then 'the entries of an account do not lead to its balance'
  end into trouble;
  if trouble is not null then
    raise exception '%', trouble using errcode = 'LG003';
  end if;
  return null;
end $$;
