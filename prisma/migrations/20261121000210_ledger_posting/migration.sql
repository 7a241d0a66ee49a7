-- The ledger's only writer, for many callers at once. A batch is a list of items, each one caller's commands, under an
-- idempotency claim or not. Plain transfers are decided and written set-wise; whatever else there is, and whatever would break
-- a rule, is decided one by one, in the order it came.

drop function ledger_post_once(text, text, jsonb, timestamptz);
drop function ledger_post(jsonb, timestamptz);
drop function ledger_do_linked(ledger_command[], timestamptz);
drop function ledger_do(ledger_command, timestamptz);
drop function ledger_do_void(ledger_command, timestamptz);
drop function ledger_do_capture(ledger_command, timestamptz);
drop function ledger_do_hold(ledger_command, timestamptz);
drop function ledger_do_transfer(ledger_command, timestamptz);
drop function ledger_repeated(ledger_command);
drop function ledger_write(ledger_command, ledger_account, ledger_account, timestamptz);
drop function ledger_refusal(ledger_account, ledger_account, ledger_command, boolean);
drop function ledger_lock(ledger_command[], timestamptz);
drop function ledger_touched(ledger_command[], timestamptz);
drop type ledger_command;

create type ledger_command as (
  item int,                   -- which caller's, counted from 0
  op text,                    -- transfer | hold | capture | void | freeze | unfreeze
  id uuid,                    -- of the transfer, hold or freeze to make; chosen by the caller
  debit uuid,                 -- freeze: the account
  credit uuid,
  amount bigint,
  asset text,
  kind text,
  hold uuid,                  -- capture, void: which hold; unfreeze: which freeze
  final boolean,              -- capture: release the rest (the default)
  reverses uuid,              -- transfer: undo (a part of) this one; debit and credit follow from it
  link uuid,                  -- neighbours with the same link stand or fall together
  owner uuid,                 -- act as this owner: from a wallet of theirs, to a wallet
  reference text,
  description text,           -- freeze: the reason
  metadata jsonb,
  initiator uuid,
  effective_at timestamptz,
  expires_at timestamptz      -- hold
);

create type ledger_moment as (
  at timestamptz,             -- when it is decided, by the caller's clock
  written timestamptz,        -- what is written as created_at: `at`, or later where an account's last change is later
  closed timestamptz,         -- nothing may take effect before this
  touched uuid[]              -- the accounts that are locked
);

-- ---- locks ------------------------------------------------------------------------------------------------------------

-- The accounts of a batch: those it names, and those of the holds, freezes and transfers it names (which a simple batch does not).
create function ledger_reach(commands ledger_command[], named uuid[], simple boolean) returns uuid[] language plpgsql stable as $$
begin
  if simple then return named; end if;
  return array_remove(named || array(
    select account from unnest(commands) c join ledger_hold h on h.id = c.hold,
           lateral (values (h.debit_account_id), (h.credit_account_id)) side (account)
    union all
    select account from unnest(commands) c join ledger_transfer t on t.id = c.reverses,
           lateral (values (t.debit_account_id), (t.credit_account_id)) side (account)
    union all
    select f.account_id from unnest(commands) c join ledger_freeze f on f.id = c.hold), null);
end $$;

-- Every batch takes its row locks in id order, so two batches cannot deadlock: on its accounts, and on those in whose favour
-- holds on them are that are past their time. These are let go before anything is decided. No day is closed meanwhile.
create function ledger_lock(commands ledger_command[], at timestamptz) returns ledger_moment language plpgsql as $$
declare
  named uuid[];
  simple boolean;
  own uuid[];
  due uuid[];
  within boolean;
  m ledger_moment;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('ledger:business-day', 0));
  select coalesce(array_agg(account) filter (where account is not null), '{}'), bool_and(account is not null) into named, simple
    from unnest(commands) c, lateral (values (c.debit), (c.credit)) side (account);
  own := ledger_reach(commands, named, simple);
  m.touched := own || array(
    select credit_account_id from ledger_hold
     where debit_account_id = any(own) and status = 'pending' and expires_at <= at and credit_account_id is not null);
  with locked as (
    select updated_at from ledger_account where id = any(m.touched) order by id for no key update
  )
  select at, max(updated_at), (select max(closed_through) from ledger_business_day) into m.at, m.written, m.closed from locked;
  m.written := greatest(at, m.written, m.closed);

  select array_agg(id), bool_and(credit_account_id is null or credit_account_id = any(m.touched)) into due, within
    from ledger_hold where status = 'pending' and expires_at <= at and debit_account_id = any(own);
  -- While it waited for a lock, a hold or transfer that the batch names, or a hold on one of its accounts, may have been
  -- committed, on accounts that are not locked. The caller starts again, and then sees them from the beginning.
  if not within or not simple and not ledger_reach(commands, named, simple) <@ own then
    raise exception 'the batch touches more accounts than it locked' using errcode = '40001';
  end if;
  if due is not null then
    perform ledger_expire(due, at);
  end if;
  return m;
end $$;

-- ---- plain transfers, set-wise -------------------------------------------------------------------------------------------

-- A sum of a thousand such amounts and a balance is a bigint.
create function ledger_is_plain(c ledger_command) returns boolean language sql immutable as $$
  select c.op = 'transfer' and c.reverses is null and c.hold is null and c.amount <= 1000000000000000
$$;

-- The items that use an id twice, or a reference that is taken or that they use twice.
create function ledger_crossed(commands ledger_command[]) returns int[] language plpgsql stable as $$
begin
  return array(
    with wanted as materialized (select item, id, debit, kind, reference from unnest(commands))
    select item from wanted where id in (select id from wanted group by id having count(*) > 1)
    union
    select w.item from wanted w join ledger_transfer t on (t.debit_account_id, t.kind, t.reference) = (w.debit, w.kind, w.reference)
    union
    select item from wanted where (debit, kind, reference) in (
      select debit, kind, reference from wanted where reference is not null group by debit, kind, reference having count(*) > 1));
end $$;

-- Writes all of the given plain transfers, or nothing: then it returns the items that cannot be written as they are.
create function ledger_write_plain(commands ledger_command[], m ledger_moment) returns int[] language plpgsql as $$
declare suspects int[];
begin
  with wanted as materialized (
    select c.* from unnest(commands) with ordinality as c (item, op, id, debit, credit, amount, asset, kind, hold, final, reverses,
           link, owner, reference, description, metadata, initiator, effective_at, expires_at, n)
  ), account as materialized (
    select id, owner_id, kind, asset, normal_side, overdraft_limit, posted, pending_debits, pending_credits, frozen, status, version,
           created_at
      from ledger_account where id = any(m.touched)
  ), leg as (
    select item, n * 2 as seq, id as transfer, debit as account, -amount as change, effective_at from wanted
    union all
    select item, n * 2 + 1, id, credit, amount, effective_at from wanted
  ), running as materialized (
    select l.item, l.seq, l.transfer, l.account, l.change, l.effective_at,
           (a.posted + sum(l.change) over so_far)::bigint as after, a.version + row_number() over so_far as version,
           case when a.overdraft_limit is null then null
                when a.normal_side = 'credit' and l.change < 0 then a.overdraft_limit - a.pending_debits - a.frozen
                when a.normal_side = 'debit' and l.change > 0 then a.overdraft_limit - a.pending_credits - a.frozen
           end as room, case a.normal_side when 'credit' then 1 else -1 end as sign,
           case when a.overdraft_limit is null then 4000000000000000000 else 9007199254740991 end as most
      from leg l join account a on a.id = l.account
    window so_far as (partition by l.account order by l.seq rows unbounded preceding)
  ), suspect as materialized (
    select item from running where sign * after + room < 0 or after not between -most and most
    union
    select w.item from wanted w left join account d on d.id = w.debit left join account c on c.id = w.credit
      left join ledger_posting_template t on (t.kind, t.debit_kind, t.credit_kind) = (w.kind, d.kind, c.kind)
     where t.kind is null or w.debit = w.credit or w.amount <= 0
        or d.asset is distinct from w.asset or c.asset is distinct from w.asset
        or d.status <> 'open' or c.status = 'closed'
        or w.owner is not null and (d.owner_id is distinct from w.owner or d.kind <> 'wallet' or c.kind <> 'wallet')
        or w.effective_at > m.at or w.effective_at < greatest(m.closed, d.created_at, c.created_at)
        or exists (select from ledger_transfer t where t.id = w.id)
  ), transfers as (
    insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, asset, amount, link_id, reference, description,
                                 metadata, initiator_id, effective_at, created_at)
    select id, kind, debit, credit, asset, amount, link, reference, description, metadata, initiator,
           coalesce(effective_at, m.written), m.written
      from wanted where not exists (select from suspect) order by n
  ), balances as (
    update ledger_account a set posted = last.after, version = last.version, updated_at = m.written
      from (select distinct on (account) account, after, version from running order by account, seq desc) last
     where a.id = last.account and not exists (select from suspect)
  ), entries as (
    insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
    select transfer, account, change, after - change, after, version, coalesce(effective_at, m.written), m.written
      from running where not exists (select from suspect) order by account, seq
  )
  select array_agg(item) into suspects from suspect;
  return suspects;
end $$;

create function ledger_without(commands ledger_command[], items int[]) returns ledger_command[] language plpgsql stable as $$
begin
  return array(
    select row(item, op, id, debit, credit, amount, asset, kind, hold, final, reverses, link, owner, reference, description, metadata,
               initiator, effective_at, expires_at)::ledger_command
      from unnest(commands) where item <> all(items));
end $$;

-- Writes as many of the plain items as there are, and returns those that must be decided one by one: the first that would
-- break a rule are left out, then those that leaned on them, and so on.
create function ledger_post_plain(commands ledger_command[], m ledger_moment) returns int[] language plpgsql as $$
declare
  left_out int[] := '{}';
  suspects int[];
  crossed boolean;
  rest ledger_command[] := commands;
begin
  select count(distinct id) < count(*) or bool_or(reference is not null) into crossed from unnest(commands);
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

-- ---- one by one ---------------------------------------------------------------------------------------------------------

create function ledger_template_allows(kind text, debit_kind text, credit_kind text) returns boolean language plpgsql stable as $$
begin
  return exists (select from ledger_posting_template t
                  where t.kind = $1 and t.debit_kind = $2 and ($3 is null or t.credit_kind = $3));
end $$;

-- The refusal that the two accounts of a movement give, or null. `covered` says that a hold already set the amount aside.
create function ledger_refusal(debited ledger_account, credited ledger_account, c ledger_command, m ledger_moment, covered boolean)
returns text language plpgsql stable as $$
begin
  if debited.id is null then return 'debit_account_not_found'; end if;
  if c.owner is not null and (debited.owner_id is distinct from c.owner or debited.kind <> 'wallet') then
    return 'debit_account_not_found';
  end if;
  if credited.id is null or c.owner is not null and credited.kind <> 'wallet' then return 'credit_account_not_found'; end if;
  if debited.id = credited.id then return 'same_account'; end if;
  if debited.asset <> c.asset or credited.asset <> c.asset then return 'asset_mismatch'; end if;
  -- A reversal goes back the way that was allowed.
  if c.reverses is null and not ledger_template_allows(c.kind, debited.kind, credited.kind) then return 'posting_not_allowed'; end if;
  if debited.status = 'closed' or credited.status = 'closed' then return 'account_closed'; end if;
  if debited.status = 'frozen' then return 'account_frozen'; end if;
  if not covered and debited.normal_side = 'credit' and ledger_available(debited) < c.amount then
    return 'insufficient_funds';
  end if;
  if credited.normal_side = 'debit' and ledger_available(credited) < c.amount then return 'insufficient_funds'; end if;
  if debited.posted - c.amount < -ledger_limit(debited) or credited.posted + c.amount > ledger_limit(credited) then
    return 'balance_limit_exceeded';
  end if;
  if c.effective_at < greatest(debited.created_at, credited.created_at) then return 'effective_at_too_early'; end if;
  if c.reference is not null and exists (select from ledger_transfer t
       where (t.debit_account_id, t.kind, t.reference) = (debited.id, c.kind, c.reference)) then
    return 'reference_taken';
  end if;
  return null;
end $$;

-- Writes one transfer, its two accounts and its two entries. The caller has decided that it may.
create function ledger_write(c ledger_command, debited ledger_account, credited ledger_account, m ledger_moment)
returns text language plpgsql as $$
begin
  insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, asset, amount, hold_id, reverses_id, link_id,
                               reference, description, metadata, initiator_id, effective_at, created_at)
  values (c.id, c.kind, debited.id, credited.id, c.asset, c.amount, c.hold, c.reverses, c.link,
          c.reference, c.description, c.metadata, c.initiator, coalesce(c.effective_at, m.written), m.written)
  on conflict (id) do nothing;
  if not found then   -- another batch, on other accounts, took the id while this one was deciding
    return 'exists_with_different_content';
  end if;

  update ledger_account
     set posted = posted + case id when debited.id then -c.amount else c.amount end,
         version = version + 1,
         updated_at = m.written
   where id in (debited.id, credited.id);

  insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
  values (c.id, debited.id, -c.amount, debited.posted, debited.posted - c.amount, debited.version + 1,
          coalesce(c.effective_at, m.written), m.written),
         (c.id, credited.id, c.amount, credited.posted, credited.posted + c.amount, credited.version + 1,
          coalesce(c.effective_at, m.written), m.written);
  return null;
end $$;

-- `exists` when the id was used for the same content, `exists_with_different_content` when for other, null when it is new.
create function ledger_repeated(c ledger_command) returns text language plpgsql stable as $$
declare
  t ledger_transfer;
  h ledger_hold;
  f ledger_freeze;
begin
  if c.op = 'freeze' then
    select * into f from ledger_freeze where id = c.id;
    if not found then return null; end if;
    return case when f.account_id = c.debit and f.amount is not distinct from c.amount
                 and f.reason is not distinct from c.description
                then 'exists' else 'exists_with_different_content' end;
  end if;
  if c.op = 'hold' then
    select * into h from ledger_hold where id = c.id;
    if not found then return null; end if;
    return case when (h.debit_account_id, h.amount, h.asset, h.kind) = (c.debit, c.amount, c.asset, c.kind)
                 and h.credit_account_id is not distinct from c.credit
                 and h.reference is not distinct from c.reference
                 and h.description is not distinct from c.description
                 and h.metadata is not distinct from c.metadata
                 and (c.owner is null or exists (select from ledger_account a where a.id = h.debit_account_id and a.owner_id = c.owner))
                then 'exists' else 'exists_with_different_content' end;
  end if;
  select * into t from ledger_transfer where id = c.id;
  if not found then return null; end if;
  return case when t.kind = c.kind
               and t.amount = coalesce(c.amount, t.amount)
               and t.asset = coalesce(c.asset, t.asset)
               and t.debit_account_id = coalesce(c.debit, t.debit_account_id)
               and t.credit_account_id = coalesce(c.credit, t.credit_account_id)
               and t.effective_at = coalesce(c.effective_at, t.effective_at)
               and t.hold_id is not distinct from c.hold
               and t.reverses_id is not distinct from c.reverses
               and t.reference is not distinct from c.reference
               and t.description is not distinct from c.description
               and t.metadata is not distinct from c.metadata
               and (c.owner is null or exists (select from ledger_account a where a.id = t.debit_account_id and a.owner_id = c.owner))
              then 'exists' else 'exists_with_different_content' end;
end $$;

create function ledger_do_transfer(c ledger_command, m ledger_moment) returns text language plpgsql as $$
declare
  original ledger_transfer;
  debited ledger_account;
  credited ledger_account;
  remaining bigint;
  refusal text;
begin
  if c.effective_at > m.at then return 'effective_at_in_future'; end if;
  if c.effective_at < m.closed then return 'effective_at_in_closed_day'; end if;
  if c.reverses is not null then
    select * into original from ledger_transfer where id = c.reverses;
    if not found then return 'transfer_not_found'; end if;
    if original.reverses_id is not null then return 'transfer_is_reversal'; end if;
    select original.amount - coalesce(sum(amount), 0) into remaining from ledger_transfer where reverses_id = c.reverses;
    c.amount := coalesce(c.amount, remaining);
    if remaining = 0 or c.amount > remaining then return 'reversal_exceeds_transfer'; end if;
    c.debit := original.credit_account_id;
    c.credit := original.debit_account_id;
    c.asset := original.asset;
  end if;
  if coalesce(c.amount, 0) <= 0 then return 'amount_invalid'; end if;

  select * into debited from ledger_account where id = c.debit;
  select * into credited from ledger_account where id = c.credit;
  refusal := ledger_refusal(debited, credited, c, m, false);
  if refusal is not null then return refusal; end if;
  return ledger_write(c, debited, credited, m);
end $$;

create function ledger_do_hold(c ledger_command, m ledger_moment) returns text language plpgsql as $$
declare
  debited ledger_account;
  credited ledger_account;
begin
  if coalesce(c.amount, 0) <= 0 then return 'amount_invalid'; end if;
  if c.expires_at is null or c.expires_at <= m.at then return 'expiry_in_past'; end if;
  select * into debited from ledger_account where id = c.debit;
  if not found or c.owner is not null and (debited.owner_id is distinct from c.owner or debited.kind <> 'wallet') then
    return 'debit_account_not_found';
  end if;
  if debited.normal_side <> 'credit' then return 'account_not_holdable'; end if;
  if debited.asset <> c.asset then return 'asset_mismatch'; end if;
  if debited.status = 'closed' then return 'account_closed'; end if;
  if debited.status = 'frozen' then return 'account_frozen'; end if;
  if c.credit is not null then
    select * into credited from ledger_account where id = c.credit;
    if not found or c.owner is not null and credited.kind <> 'wallet' then return 'credit_account_not_found'; end if;
    if credited.id = debited.id then return 'same_account'; end if;
    if credited.asset <> c.asset then return 'asset_mismatch'; end if;
  end if;
  if not ledger_template_allows(c.kind, debited.kind, credited.kind) then return 'posting_not_allowed'; end if;
  if credited.status = 'closed' then return 'account_closed'; end if;
  if credited.pending_credits + c.amount > ledger_limit(credited) then return 'balance_limit_exceeded'; end if;
  if ledger_available(debited) < c.amount then return 'insufficient_funds'; end if;

  insert into ledger_hold (id, kind, debit_account_id, credit_account_id, asset, amount, reference, description, metadata,
                           initiator_id, expires_at, created_at)
  values (c.id, c.kind, c.debit, c.credit, c.asset, c.amount, c.reference, c.description, c.metadata,
          c.initiator, c.expires_at, m.at)
  on conflict (id) do nothing;
  if not found then return 'exists_with_different_content'; end if;

  update ledger_account
     set pending_debits = pending_debits + case id when c.debit then c.amount else 0 end,
         pending_credits = pending_credits + case id when c.debit then 0 else c.amount end
   where id = c.debit or id = c.credit;
  return null;
end $$;

create function ledger_do_capture(c ledger_command, m ledger_moment) returns text language plpgsql as $$
declare
  h ledger_hold;
  debited ledger_account;
  credited ledger_account;
  rest bigint;
  refusal text;
  done boolean;
begin
  select * into h from ledger_hold where id = c.hold for no key update;
  if not found then return 'hold_not_found'; end if;
  if h.status = 'expired' or (h.status = 'pending' and h.expires_at <= m.at) then return 'hold_expired'; end if;
  if h.status <> 'pending' then return 'hold_not_pending'; end if;
  rest := h.amount - h.captured;
  c.amount := coalesce(c.amount, rest);
  if c.amount <= 0 then return 'amount_invalid'; end if;
  if c.amount > rest then return 'capture_exceeds_hold'; end if;
  c.credit := coalesce(c.credit, h.credit_account_id);
  if c.credit is null then return 'capture_target_required'; end if;
  c.asset := h.asset;

  select * into debited from ledger_account where id = h.debit_account_id;
  select * into credited from ledger_account where id = c.credit;
  refusal := ledger_refusal(debited, credited, c, m, true);
  if refusal is not null then return refusal; end if;

  refusal := ledger_write(c, debited, credited, m);
  if refusal is not null then return refusal; end if;
  done := coalesce(c.final, true) or c.amount = rest;
  perform ledger_release(h, case when done then rest else c.amount end);
  update ledger_hold
     set captured = captured + c.amount,
         status = case when done then 'captured' else 'pending' end,
         resolved_at = case when done then m.at end
   where id = h.id;
  return null;
end $$;

create function ledger_do_void(c ledger_command, m ledger_moment) returns text language plpgsql as $$
declare h ledger_hold;
begin
  select * into h from ledger_hold where id = c.hold for no key update;
  if not found then return 'hold_not_found'; end if;
  if h.status = 'expired' or (h.status = 'pending' and h.expires_at <= m.at) then return 'hold_expired'; end if;
  if h.status <> 'pending' then return 'hold_not_pending'; end if;
  perform ledger_release(h, h.amount - h.captured);
  update ledger_hold set status = 'voided', resolved_at = m.at where id = h.id;
  return null;
end $$;

-- With an amount sets it aside for as long as the freeze lasts; without, keeps anything from leaving the account.
create function ledger_do_freeze(c ledger_command, m ledger_moment) returns text language plpgsql as $$
declare account ledger_account;
begin
  if c.amount <= 0 then return 'amount_invalid'; end if;
  select * into account from ledger_account where id = c.debit;
  if not found then return 'debit_account_not_found'; end if;
  if account.normal_side <> 'credit' then return 'account_not_freezable'; end if;
  if account.status = 'closed' then return 'account_closed'; end if;
  if ledger_available(account) < c.amount then return 'insufficient_funds'; end if;

  insert into ledger_freeze (id, account_id, amount, reason, initiator_id, created_at)
  values (c.id, c.debit, c.amount, c.description, c.initiator, m.at) on conflict (id) do nothing;
  if not found then return 'exists_with_different_content'; end if;
  update ledger_account
     set frozen = frozen + coalesce(c.amount, 0), status = case when c.amount is null then 'frozen' else status end
   where id = c.debit;
  return null;
end $$;

create function ledger_do_unfreeze(c ledger_command, m ledger_moment) returns text language plpgsql as $$
declare
  f ledger_freeze;
  part bigint;
begin
  select * into f from ledger_freeze where id = c.hold for no key update;
  if not found then return 'freeze_not_found'; end if;
  if f.status <> 'active' then return 'freeze_released'; end if;
  if c.amount <= 0 or c.amount is not null and f.amount is null then return 'amount_invalid'; end if;
  part := coalesce(c.amount, f.amount - f.released);
  if part > f.amount - f.released then return 'release_exceeds_freeze'; end if;

  update ledger_freeze
     set released = released + coalesce(part, 0),
         status = case when released + part < amount then 'active' else 'released' end,
         released_at = case when released + part < amount then null else m.at end
   where id = f.id;
  update ledger_account a
     set frozen = frozen - coalesce(part, 0),
         status = case when f.amount is null and a.status = 'frozen' and not exists (
                    select from ledger_freeze o where o.account_id = a.id and o.status = 'active' and o.amount is null and o.id <> f.id)
                  then 'open' else a.status end
   where id = f.account_id;
  return null;
end $$;

-- One command: null when done, `exists`, or the code of the refusal. A refusal writes nothing.
create function ledger_do(c ledger_command, m ledger_moment) returns text language plpgsql as $$
declare repeated text;
begin
  if c.op not in ('void', 'unfreeze') then
    repeated := ledger_repeated(c);
    if repeated is not null then return repeated; end if;
  end if;
  case c.op
    when 'transfer' then return ledger_do_transfer(c, m);
    when 'hold' then return ledger_do_hold(c, m);
    when 'capture' then return ledger_do_capture(c, m);
    when 'void' then return ledger_do_void(c, m);
    when 'freeze' then return ledger_do_freeze(c, m);
    when 'unfreeze' then return ledger_do_unfreeze(c, m);
  end case;
end $$;

-- A linked set: all or nothing. Returns the verdict on each command, in order.
create function ledger_do_linked(commands ledger_command[], m ledger_moment) returns text[] language plpgsql as $$
declare
  verdicts text[] := '{}';
  verdict text;
  culprit int;
begin
  begin
    for i in 1 .. cardinality(commands) loop
      verdict := ledger_do(commands[i], m);
      -- A set that was done before exists as a whole; a mixture is another set under a used id.
      if verdict = 'exists' and i > 1 and verdicts[i - 1] is null then verdict := 'exists_with_different_content'; end if;
      if verdict is null and i > 1 and verdicts[i - 1] = 'exists' then verdict := 'exists_with_different_content'; end if;
      if verdict is not null and verdict <> 'exists' then
        culprit := i;
        raise exception using errcode = 'LG001', message = verdict;
      end if;
      verdicts := verdicts || verdict;
    end loop;
    return verdicts;
  exception when sqlstate 'LG001' then   -- what the set wrote is undone with this block
    verdicts := array_fill('linked_refused'::text, array[cardinality(commands)]);
    verdicts[culprit] := verdict;
    return verdicts;
  end;
end $$;

-- One caller's commands, in their order. Returns the verdict on each.
create function ledger_do_item(commands ledger_command[], m ledger_moment) returns text[] language plpgsql as $$
declare
  verdicts text[] := '{}';
  first int := 1;
  last int;
begin
  while first <= cardinality(commands) loop
    last := first;
    while commands[first].link is not null and last < cardinality(commands)
          and commands[last + 1].link = commands[first].link loop
      last := last + 1;
    end loop;
    if last > first then
      verdicts := verdicts || ledger_do_linked(commands[first:last], m);
    else
      verdicts := verdicts || ledger_do(commands[first], m);
    end if;
    first := last + 1;
  end loop;
  return verdicts;
end $$;

-- ---- the doors ----------------------------------------------------------------------------------------------------------

create function ledger_commands(batch jsonb) returns ledger_command[] language plpgsql stable as $$
begin
  return (select array_agg(c) from jsonb_populate_recordset(null::ledger_command, batch) c);
end $$;

-- Posts one caller's batch inside the caller's transaction. Commands are decided in order; each gets its own verdict, and a
-- refused one does not fail its neighbours. outcome: posted | exists | refused (then code says why).
-- (A plan made while the tables were small must not read them whole when they have grown.)
create function ledger_post(batch jsonb, at timestamptz)
returns table ("position" int, outcome text, code text) language plpgsql set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  commands ledger_command[] := ledger_commands(batch);
  m ledger_moment;
begin
  if commands is null then return; end if;
  m := ledger_lock(commands, at);
  return query
    select n::int - 1,
           case when v is null then 'posted' when v = 'exists' then 'exists' else 'refused' end,
           nullif(v, 'exists')
      from unnest(ledger_do_item(commands, m)) with ordinality as u (v, n);
end $$;

-- Takes the items' claims, for those that have one. Returns what became of the claims that were there already: for each
-- {item, state: replayed | reused, outcome}. A claim of more than 24 hours ago is over, whether or not it has been swept.
-- What is kept is that everything was posted; a refusal is added when it is known.
create function ledger_take_claims(commands ledger_command[], scopes text[], fingerprints text[], at timestamptz)
returns jsonb language plpgsql as $$
declare
  taken text[];
  earlier jsonb;
begin
  if array_remove(scopes, null) = '{}' then return null; end if;
  with ids as (
    select item, jsonb_agg(id) as ids from unnest(commands) group by item
  ), made as (
    insert into idempotency_claim as kept (scope, fingerprint, outcome, created_at)
    select s.scope, s.fingerprint, jsonb_build_object('ids', ids.ids), at
      from unnest(scopes, fingerprints) with ordinality as s (scope, fingerprint, n) join ids on ids.item = s.n - 1
     where s.scope is not null order by s.scope
    on conflict (scope) do update
       set fingerprint = excluded.fingerprint, created_at = at, outcome = excluded.outcome, resource_id = null
     where kept.created_at <= at - interval '24 hours'
    returning scope
  )
  select array_agg(scope) into taken from made;
  if cardinality(taken) = cardinality(array_remove(scopes, null)) then return null; end if;

  select jsonb_agg(jsonb_build_object('item', s.n - 1) ||
           case when kept.fingerprint = s.fingerprint then jsonb_build_object('state', 'replayed', 'outcome', kept.outcome)
                else jsonb_build_object('state', 'reused') end)
    into earlier
    from unnest(scopes, fingerprints) with ordinality as s (scope, fingerprint, n) join idempotency_claim kept on kept.scope = s.scope
   where s.scope <> all(coalesce(taken, '{}'));
  if coalesce(jsonb_array_length(earlier), 0) + coalesce(cardinality(taken), 0) <> cardinality(array_remove(scopes, null)) then
    raise exception 'a claim was swept' using errcode = '40001';   -- between the two statements
  end if;
  return earlier;
end $$;

-- Posts many callers' items in one transaction. `batch` holds their commands in order, each with its `item`; scopes and
-- fingerprints are the items' claims, null for none. One item's refusal is no other's. Answers {at: what was written as
-- created_at, items: those that were not simply posted}: {item, codes: null, `exists` or a refusal for each command} or
-- {item, state: replayed | reused, outcome}.
create function ledger_post_items(batch jsonb, scopes text[], fingerprints text[], at timestamptz)
returns jsonb language plpgsql set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  commands ledger_command[] := ledger_commands(batch);
  answers jsonb := coalesce(ledger_take_claims(commands, scopes, fingerprints, at), '[]');
  m ledger_moment;
  plain ledger_command[];
  others int[];
  other int;
  mine ledger_command[];
  verdicts text[];
begin
  if jsonb_array_length(answers) > 0 then
    commands := ledger_without(commands, array(select (a ->> 'item')::int from jsonb_array_elements(answers) a));
  end if;
  if cardinality(commands) = 0 then return jsonb_build_object('at', at, 'items', answers); end if;
  m := ledger_lock(commands, at);

  select array_agg(distinct c.item) filter (where not coalesce(ledger_is_plain(c), false)) into others from unnest(commands) c;
  plain := case when others is null then commands else ledger_without(commands, others) end;
  if cardinality(plain) > 0 then
    others := others || ledger_post_plain(plain, m);
  end if;

  for other in select distinct o from unnest(others) o order by o loop
    mine := array(select c from unnest(commands) c where c.item = other);
    verdicts := ledger_do_item(mine, m);
    continue when array_remove(verdicts, null) = '{}';
    answers := answers || jsonb_build_object('item', other, 'codes', to_jsonb(verdicts));
    if scopes[other + 1] is not null then
      update idempotency_claim set outcome = outcome || jsonb_build_object('codes', to_jsonb(verdicts)) where scope = scopes[other + 1];
    end if;
  end loop;
  return jsonb_build_object('at', m.written, 'items', answers);
end $$;

-- What a batch would do, with nothing done: {results: [{position, outcome, code}], postings: the entries it would write,
-- accounts: how the accounts it touches would stand}.
create function ledger_dry_run(batch jsonb, at timestamptz) returns jsonb language plpgsql
set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
declare
  commands ledger_command[] := ledger_commands(batch);
  m ledger_moment;
  before jsonb;
  effect jsonb;
begin
  if commands is null then return '{"results": [], "postings": [], "accounts": []}'; end if;
  begin
    m := ledger_lock(commands, at);
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

-- What is kept of a claim: the ids, and where not everything was posted, what was said of each.
update idempotency_claim set outcome = jsonb_build_object('ids', outcome -> 'ids') || case
    when not outcome @? '$.results[*] ? (@.outcome != "posted")' then '{}'
    else jsonb_build_object('codes', (
      select jsonb_agg(case r ->> 'outcome' when 'posted' then null when 'exists' then 'exists' else r ->> 'code' end order by n)
        from jsonb_array_elements(outcome -> 'results') with ordinality as u (r, n))) end
 where outcome ? 'results';
