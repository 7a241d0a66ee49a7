-- The ledger's only writer, and the guards that hold when somebody goes around it.
--
-- Signs: an entry's amount is positive for a credit and negative for a debit, and an account's posted balance is credits
-- less debits, so that every asset sums to zero. An account's own balance is posted times its sign: +1 where the normal
-- side is credit (what we owe), -1 where it is debit (what we own).

-- ---- commands -----------------------------------------------------------------------------------------------------

create type ledger_command as (
  op text,                    -- transfer | hold | capture | void
  id uuid,                    -- of the transfer or hold to make; chosen by the caller
  debit uuid,
  credit uuid,
  amount bigint,
  asset text,
  kind text,
  hold uuid,                  -- capture, void: which hold
  final boolean,              -- capture: release the rest (the default)
  reverses uuid,              -- transfer: undo (a part of) this one; debit and credit follow from it
  link uuid,                  -- neighbours with the same link stand or fall together
  reference text,
  description text,
  metadata jsonb,
  initiator uuid,
  effective_at timestamptz,
  expires_at timestamptz      -- hold
);

create function ledger_sign(normal_side text) returns int language sql immutable parallel safe as $$
  select case normal_side when 'credit' then 1 else -1 end
$$;

-- What may leave the account, in its own direction; null is without limit.
create function ledger_available(account ledger_account) returns bigint language sql immutable parallel safe as $$
  select ledger_sign(account.normal_side) * account.posted
       - case account.normal_side when 'credit' then account.pending_debits else account.pending_credits end
       - account.frozen
       + account.overdraft_limit
$$;

-- How far a balance may grow: to what a JSON number carries, and for accounts without limit, such as what a provider owes
-- us in all, to well within a bigint.
create function ledger_limit(account ledger_account) returns bigint language sql immutable parallel safe as $$
  select case when account.overdraft_limit is null then 4000000000000000000 else 9007199254740991 end
$$;

-- ---- the pieces of posting; all of them expect the touched accounts to be locked --------------------------------------

-- The accounts that a batch touches: those it names, those of the holds and transfers it names, and those of the holds on
-- them that are past their time and will be let go first.
create function ledger_touched(commands ledger_command[], at timestamptz) returns uuid[] language sql stable as $$
  with named as (
    select unnest(array[c.debit, c.credit]) as account from unnest(commands) c
    union
    select unnest(array[h.debit_account_id, h.credit_account_id])
      from unnest(commands) c join ledger_hold h on h.id = c.hold
    union
    select unnest(array[t.debit_account_id, t.credit_account_id])
      from unnest(commands) c join ledger_transfer t on t.id = c.reverses
  ), due as (
    select unnest(array[h.debit_account_id, h.credit_account_id]) as account
      from named join ledger_hold h on h.debit_account_id = named.account
     where h.status = 'pending' and h.expires_at <= at
  )
  select array_agg(account) from (select account from named union select account from due) a where account is not null
$$;

-- Every batch takes its row locks in id order, so two batches cannot deadlock. Holds that are past their time are let go
-- before anything is decided.
create function ledger_lock(commands ledger_command[], at timestamptz) returns void language plpgsql as $$
declare
  touched uuid[] := ledger_touched(commands, at);
  due uuid[];
begin
  perform 1 from ledger_account where id = any(touched) order by id for no key update;
  -- While it waited for a lock, a hold or transfer that the batch names may have been committed, on accounts that are not
  -- locked. The caller starts again, and then sees them from the beginning.
  if not coalesce(ledger_touched(commands, at) <@ touched, true) then
    raise exception 'the batch touches more accounts than it locked' using errcode = '40001';
  end if;

  select array_agg(id) into due from ledger_hold
   where status = 'pending' and expires_at <= at and debit_account_id = any(touched);
  if due is not null then
    perform ledger_expire(due, at);
  end if;
end $$;

-- Lets go of the given holds if they are still pending and past their time. Returns how many.
create function ledger_expire(holds uuid[], at timestamptz) returns int language plpgsql as $$
declare released int;
begin
  with expired as (
    update ledger_hold set status = 'expired', resolved_at = at
     where id = any(holds) and status = 'pending' and expires_at <= at
    returning debit_account_id, credit_account_id, amount - captured as rest
  ), sides as (
    select debit_account_id as account, rest as debits, 0::bigint as credits from expired
    union all
    select credit_account_id, 0, rest from expired where credit_account_id is not null
  ), sums as (
    select account, sum(debits)::bigint as debits, sum(credits)::bigint as credits from sides group by account
  ), written as (
    update ledger_account a
       set pending_debits = pending_debits - debits, pending_credits = pending_credits - credits
      from sums where a.id = sums.account
  )
  select count(*) into released from expired;
  return released;
end $$;

-- The refusal that the two accounts of a movement give, or null. `covered` says that a hold already set the amount aside.
create function ledger_refusal(debited ledger_account, credited ledger_account, c ledger_command, covered boolean)
returns text language plpgsql immutable as $$
begin
  if debited.id is null then return 'debit_account_not_found'; end if;
  if credited.id is null then return 'credit_account_not_found'; end if;
  if debited.id = credited.id then return 'same_account'; end if;
  if debited.asset <> c.asset or credited.asset <> c.asset then return 'asset_mismatch'; end if;
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
  return null;
end $$;

-- Writes one transfer, its two accounts and its two entries. The caller has decided that it may.
create function ledger_write(c ledger_command, debited ledger_account, credited ledger_account, at timestamptz)
returns text language plpgsql as $$
declare written_at timestamptz := greatest(at, debited.updated_at, credited.updated_at);
begin
  insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, asset, amount, hold_id, reverses_id, link_id,
                               reference, description, metadata, initiator_id, effective_at, created_at)
  values (c.id, c.kind, debited.id, credited.id, c.asset, c.amount, c.hold, c.reverses, c.link,
          c.reference, c.description, c.metadata, c.initiator, coalesce(c.effective_at, at), written_at)
  on conflict (id) do nothing;
  if not found then   -- another batch, on other accounts, took the id while this one was deciding
    return 'exists_with_different_content';
  end if;

  update ledger_account
     set posted = posted + case id when debited.id then -c.amount else c.amount end,
         version = version + 1,
         updated_at = written_at
   where id in (debited.id, credited.id);

  insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
  values (c.id, debited.id, -c.amount, debited.posted, debited.posted - c.amount, debited.version + 1,
          coalesce(c.effective_at, at), written_at),
         (c.id, credited.id, c.amount, credited.posted, credited.posted + c.amount, credited.version + 1,
          coalesce(c.effective_at, at), written_at);
  return null;
end $$;

-- `exists` when the id was used for the same content, `exists_with_different_content` when for other, null when it is new.
create function ledger_repeated(c ledger_command) returns text language plpgsql stable as $$
declare
  t ledger_transfer;
  h ledger_hold;
begin
  if c.op = 'hold' then
    select * into h from ledger_hold where id = c.id;
    if not found then return null; end if;
    return case when (h.debit_account_id, h.amount, h.asset, h.kind) = (c.debit, c.amount, c.asset, c.kind)
                 and h.credit_account_id is not distinct from c.credit
                 and h.reference is not distinct from c.reference
                 and h.description is not distinct from c.description
                 and h.metadata is not distinct from c.metadata
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
              then 'exists' else 'exists_with_different_content' end;
end $$;

create function ledger_do_transfer(c ledger_command, at timestamptz) returns text language plpgsql as $$
declare
  original ledger_transfer;
  debited ledger_account;
  credited ledger_account;
  remaining bigint;
  refusal text;
begin
  if c.effective_at > at then return 'effective_at_in_future'; end if;
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
  refusal := ledger_refusal(debited, credited, c, false);
  if refusal is not null then return refusal; end if;
  return ledger_write(c, debited, credited, at);
end $$;

create function ledger_do_hold(c ledger_command, at timestamptz) returns text language plpgsql as $$
declare
  debited ledger_account;
  credited ledger_account;
begin
  if coalesce(c.amount, 0) <= 0 then return 'amount_invalid'; end if;
  if c.expires_at is null or c.expires_at <= at then return 'expiry_in_past'; end if;
  select * into debited from ledger_account where id = c.debit;
  if not found then return 'debit_account_not_found'; end if;
  if debited.normal_side <> 'credit' then return 'account_not_holdable'; end if;
  if debited.asset <> c.asset then return 'asset_mismatch'; end if;
  if debited.status = 'closed' then return 'account_closed'; end if;
  if debited.status = 'frozen' then return 'account_frozen'; end if;
  if c.credit is not null then
    select * into credited from ledger_account where id = c.credit;
    if not found then return 'credit_account_not_found'; end if;
    if credited.id = debited.id then return 'same_account'; end if;
    if credited.asset <> c.asset then return 'asset_mismatch'; end if;
    if credited.status = 'closed' then return 'account_closed'; end if;
    if credited.pending_credits + c.amount > ledger_limit(credited) then return 'balance_limit_exceeded'; end if;
  end if;
  if ledger_available(debited) < c.amount then return 'insufficient_funds'; end if;

  insert into ledger_hold (id, kind, debit_account_id, credit_account_id, asset, amount, reference, description, metadata,
                           initiator_id, expires_at, created_at)
  values (c.id, c.kind, c.debit, c.credit, c.asset, c.amount, c.reference, c.description, c.metadata,
          c.initiator, c.expires_at, at)
  on conflict (id) do nothing;
  if not found then return 'exists_with_different_content'; end if;

  update ledger_account
     set pending_debits = pending_debits + case id when c.debit then c.amount else 0 end,
         pending_credits = pending_credits + case id when c.debit then 0 else c.amount end
   where id = c.debit or id = c.credit;
  return null;
end $$;

-- Takes `amount` out of what the hold keeps pending on both of its accounts.
create function ledger_release(h ledger_hold, amount bigint) returns void language sql as $$
  update ledger_account
     set pending_debits = pending_debits - case id when h.debit_account_id then amount else 0 end,
         pending_credits = pending_credits - case id when h.debit_account_id then 0 else amount end
   where id = h.debit_account_id or id = h.credit_account_id
$$;

create function ledger_do_capture(c ledger_command, at timestamptz) returns text language plpgsql as $$
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
  if h.status = 'expired' or (h.status = 'pending' and h.expires_at <= at) then return 'hold_expired'; end if;
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
  refusal := ledger_refusal(debited, credited, c, true);
  if refusal is not null then return refusal; end if;

  refusal := ledger_write(c, debited, credited, at);
  if refusal is not null then return refusal; end if;
  done := coalesce(c.final, true) or c.amount = rest;
  perform ledger_release(h, case when done then rest else c.amount end);
  update ledger_hold
     set captured = captured + c.amount,
         status = case when done then 'captured' else 'pending' end,
         resolved_at = case when done then at end
   where id = h.id;
  return null;
end $$;

create function ledger_do_void(c ledger_command, at timestamptz) returns text language plpgsql as $$
declare h ledger_hold;
begin
  select * into h from ledger_hold where id = c.hold for no key update;
  if not found then return 'hold_not_found'; end if;
  if h.status = 'expired' or (h.status = 'pending' and h.expires_at <= at) then return 'hold_expired'; end if;
  if h.status <> 'pending' then return 'hold_not_pending'; end if;
  perform ledger_release(h, h.amount - h.captured);
  update ledger_hold set status = 'voided', resolved_at = at where id = h.id;
  return null;
end $$;

-- One command: null when done, `exists`, or the code of the refusal. A refusal writes nothing.
create function ledger_do(c ledger_command, at timestamptz) returns text language plpgsql as $$
declare repeated text;
begin
  if c.op <> 'void' then
    repeated := ledger_repeated(c);
    if repeated is not null then return repeated; end if;
  end if;
  case c.op
    when 'transfer' then return ledger_do_transfer(c, at);
    when 'hold' then return ledger_do_hold(c, at);
    when 'capture' then return ledger_do_capture(c, at);
    when 'void' then return ledger_do_void(c, at);
  end case;
end $$;

-- A linked set: all or nothing. Returns the verdict on each command, in order.
create function ledger_do_linked(commands ledger_command[], at timestamptz) returns text[] language plpgsql as $$
declare
  verdicts text[] := '{}';
  verdict text;
  culprit int;
begin
  begin
    for i in 1 .. cardinality(commands) loop
      verdict := ledger_do(commands[i], at);
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

-- ---- the two doors ------------------------------------------------------------------------------------------------

-- Posts a batch inside the caller's transaction. Commands are decided in order; each gets its own verdict, and a refused
-- one does not fail its neighbours. outcome: posted | exists | refused (then code says why).
create function ledger_post(batch jsonb, at timestamptz)
returns table ("position" int, outcome text, code text) language plpgsql as $$
declare
  commands ledger_command[];
  verdicts text[] := '{}';
  first int := 1;
  last int;
begin
  select array_agg(c order by n) into commands
    from rows from (jsonb_populate_recordset(null::ledger_command, batch)) with ordinality
      as b (op, id, debit, credit, amount, asset, kind, hold, final, reverses, link, reference, description, metadata,
            initiator, effective_at, expires_at, n),
      lateral (select row(op, id, debit, credit, amount, asset, kind, hold, final, reverses, link, reference, description,
                          metadata, initiator, effective_at, expires_at)::ledger_command as c) command;
  if commands is null then return; end if;
  perform ledger_lock(commands, at);

  while first <= cardinality(commands) loop
    last := first;
    while commands[first].link is not null and last < cardinality(commands)
          and commands[last + 1].link = commands[first].link loop
      last := last + 1;
    end loop;
    if last > first then
      verdicts := verdicts || ledger_do_linked(commands[first:last], at);
    else
      verdicts := verdicts || ledger_do(commands[first], at);
    end if;
    first := last + 1;
  end loop;

  return query
    select n::int - 1,
           case when v is null then 'posted' when v = 'exists' then 'exists' else 'refused' end,
           nullif(v, 'exists')
      from unnest(verdicts) with ordinality as u (v, n);
end $$;

-- Posts a batch once under a key: the first outcome, a refusal too, is kept with the effect and answered again.
-- state: done | replayed | reused (the key was used for something else; nothing was done).
create function ledger_post_once(claim_scope text, claim_fingerprint text, batch jsonb, at timestamptz)
returns jsonb language plpgsql as $$
declare
  earlier idempotency_claim;
  ids jsonb;
  results jsonb;
begin
  -- A claim of more than 24 hours ago is over, whether or not it has been swept: the key is free again.
  insert into idempotency_claim as kept (scope, fingerprint, created_at) values (claim_scope, claim_fingerprint, at)
  on conflict (scope) do update set fingerprint = excluded.fingerprint, created_at = at, outcome = null, resource_id = null
   where kept.created_at <= at - interval '24 hours';
  if not found then
    select * into earlier from idempotency_claim where scope = claim_scope;
    if not found then   -- swept between the two statements
      raise exception 'the claim was swept' using errcode = '40001';
    end if;
    if earlier.fingerprint <> claim_fingerprint then return jsonb_build_object('state', 'reused'); end if;
    return jsonb_build_object('state', 'replayed') || earlier.outcome;
  end if;
  select jsonb_agg(c -> 'id' order by n) into ids from jsonb_array_elements(batch) with ordinality as b (c, n);
  select jsonb_agg(jsonb_build_object('position', p."position", 'outcome', p.outcome, 'code', p.code) order by p."position")
    into results from ledger_post(batch, at) p;
  update idempotency_claim set outcome = jsonb_build_object('ids', ids, 'results', results) where scope = claim_scope;
  return jsonb_build_object('state', 'done', 'ids', ids, 'results', results);
end $$;

-- ---- guards: what no writer may do, not even the functions above ------------------------------------------------------

create function ledger_forbid() returns trigger language plpgsql as $$
begin
  raise exception '% on % is forbidden: the ledger is append-only', tg_op, tg_table_name using errcode = 'LG002';
end $$;

create trigger ledger_transfer_append_only before update or delete on ledger_transfer
  for each row execute function ledger_forbid();
create trigger ledger_transfer_no_truncate before truncate on ledger_transfer
  for each statement execute function ledger_forbid();
create trigger ledger_entry_append_only before update or delete on ledger_entry
  for each row execute function ledger_forbid();
create trigger ledger_entry_no_truncate before truncate on ledger_entry
  for each statement execute function ledger_forbid();
create trigger ledger_account_no_delete before delete on ledger_account
  for each row execute function ledger_forbid();
create trigger ledger_account_no_truncate before truncate on ledger_account
  for each statement execute function ledger_forbid();
create trigger ledger_hold_no_delete before delete on ledger_hold
  for each row execute function ledger_forbid();

create trigger ledger_account_identity before update of id, code, kind, owner_id, asset, normal_side on ledger_account
  for each row when ((old.id, old.code, old.kind, old.asset, old.normal_side, old.owner_id)
      is distinct from (new.id, new.code, new.kind, new.asset, new.normal_side, new.owner_id))
  execute function ledger_forbid();

-- Every statement that adds entries adds, for each transfer, entries that sum to zero in each asset.
create function ledger_check_entries() returns trigger language plpgsql as $$
declare broken uuid;
begin
  select n.transfer_id into broken from new_entries n join ledger_account a on a.id = n.account_id
   group by n.transfer_id, a.asset having sum(n.amount) <> 0 limit 1;
  if broken is not null then
    raise exception 'the entries of transfer % do not sum to zero', broken using errcode = 'LG003';
  end if;
  if (select count(*) from new_entries) <> (select count(*) from new_entries n join ledger_account a on a.id = n.account_id) then
    raise exception 'an entry names an account that does not exist' using errcode = 'LG003';
  end if;
  select a.id into broken
    from (select distinct on (account_id) account_id, balance_after, version from new_entries order by account_id, version desc) last
    join ledger_account a on a.id = last.account_id
   where (a.posted, a.version) <> (last.balance_after, last.version) limit 1;
  if broken is not null then
    raise exception 'the entries of account % do not lead to its balance', broken using errcode = 'LG003';
  end if;
  return null;
end $$;

-- Every statement that changes balances leaves the sum of each asset as it was.
create function ledger_check_balances() returns trigger language plpgsql as $$
declare broken text;
begin
  select n.asset into broken from new_accounts n join old_accounts o on o.id = n.id
   group by n.asset having sum(n.posted - o.posted) <> 0 limit 1;
  if broken is not null then
    raise exception 'the balances of % no longer sum to zero', broken using errcode = 'LG003';
  end if;
  select n.asset into broken from new_accounts n join old_accounts o on o.id = n.id
   where (n.posted <> o.posted) <> (n.version <> o.version) or n.version < o.version limit 1;
  if broken is not null then
    raise exception 'a balance in % changed without a version, or the other way about', broken using errcode = 'LG003';
  end if;
  return null;
end $$;

create function ledger_check_opening() returns trigger language plpgsql as $$
begin
  if new.posted <> 0 or new.version <> 0 or new.pending_debits <> 0 or new.pending_credits <> 0 then
    raise exception 'an account opens empty' using errcode = 'LG003';
  end if;
  return new;
end $$;

create trigger ledger_entry_sum_zero after insert on ledger_entry
  referencing new table as new_entries for each statement execute function ledger_check_entries();
create trigger ledger_account_sum_zero after update on ledger_account
  referencing old table as old_accounts new table as new_accounts for each statement execute function ledger_check_balances();
create trigger ledger_account_opens_empty before insert on ledger_account
  for each row execute function ledger_check_opening();

-- ---- partitions of the entries --------------------------------------------------------------------------------------

-- Makes the partition of the month that holds `moment` if it is missing, with the guards that a parent does not pass on.
-- Made apart and attached, so that postings go on meanwhile; when somebody reads for long it gives up and is tried again.
-- A month that has entries in the default partition stays there. Returns whether it made one.
create function ledger_make_partition(moment timestamptz) returns boolean language plpgsql set lock_timeout = '1s' as $$
declare
  start_of timestamptz := date_trunc('month', moment at time zone 'UTC') at time zone 'UTC';
  end_of timestamptz := (date_trunc('month', moment at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  name text := 'ledger_entry_' || to_char(moment at time zone 'UTC', 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(hashtext('ledger_make_partition'));
  if to_regclass(name) is not null then return false; end if;
  if exists (select 1 from ledger_entry_default where created_at >= start_of and created_at < end_of) then return false; end if;
  execute format('create table %I (like ledger_entry including all)', name);
  execute format('alter table %I add constraint in_month check (created_at >= %L and created_at < %L)', name, start_of, end_of);
  execute format('create trigger ledger_entry_sum_zero after insert on %I referencing new table as new_entries
                  for each statement execute function ledger_check_entries()', name);
  execute format('create trigger ledger_entry_no_truncate before truncate on %I
                  for each statement execute function ledger_forbid()', name);
  execute format('alter table ledger_entry attach partition %I for values from (%L) to (%L)', name, start_of, end_of);
  execute format('alter table %I drop constraint in_month', name);
  return true;
end $$;

-- Entries of a month that nobody made a partition for are still written.
create table ledger_entry_default partition of ledger_entry default;
create trigger ledger_entry_sum_zero after insert on ledger_entry_default referencing new table as new_entries
  for each statement execute function ledger_check_entries();
create trigger ledger_entry_no_truncate before truncate on ledger_entry_default
  for each statement execute function ledger_forbid();
select ledger_make_partition(now() + make_interval(months => n)) from generate_series(0, 3) n;

-- ---- what the books say ---------------------------------------------------------------------------------------------

insert into ledger_asset (code, scale, kind) values
  ('INR', 2, 'currency'), ('USD', 2, 'currency'), ('EUR', 2, 'currency'), ('GBP', 2, 'currency'), ('JPY', 0, 'currency');
