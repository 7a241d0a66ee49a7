-- What the ledger's rules need to know beside the accounts: freezes, closed business days, and which kind of account may
-- pay which. The guards on transfers, entries and balances become one pass a statement each.

-- CreateTable
CREATE TABLE "ledger_freeze" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "amount" BIGINT,
    "released" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'active',
    "reason" TEXT,
    "initiator_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "ledger_freeze_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_business_day" (
    "day" DATE NOT NULL,
    "closed_through" TIMESTAMPTZ(3) NOT NULL,
    "closed_by" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_business_day_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "ledger_posting_template" (
    "kind" TEXT NOT NULL,
    "debit_kind" TEXT NOT NULL,
    "credit_kind" TEXT NOT NULL,

    CONSTRAINT "ledger_posting_template_pkey" PRIMARY KEY ("kind","debit_kind","credit_kind")
);

-- CreateIndex
CREATE INDEX "ledger_freeze_account_id_created_at_idx" ON "ledger_freeze"("account_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_business_day_closed_through_key" ON "ledger_business_day"("closed_through");

alter table ledger_freeze
  add foreign key (account_id) references ledger_account (id),
  add check (status in ('active', 'released')),
  add check ((status = 'active') = (released_at is null)),
  -- A freeze without an amount is of the whole account.
  add check (amount is null and released = 0 or amount > 0 and released between 0 and amount);
create index ledger_freeze_active on ledger_freeze (account_id) where status = 'active';

insert into ledger_posting_template (kind, debit_kind, credit_kind) values
  ('transfer', 'wallet', 'wallet'),
  ('card-top-up', 'provider-clearing', 'wallet'),
  ('hold', 'wallet', 'wallet'),
  ('capture', 'wallet', 'wallet'),
  ('treat', 'wallet', 'venue-payable'),
  ('treat-fee', 'wallet', 'platform-fee'),
  ('fx-sell', 'wallet', 'fx-liquidity'),
  ('fx-buy', 'fx-liquidity', 'wallet'),
  ('adjustment', 'wallet', 'adjustment'),
  ('adjustment', 'adjustment', 'wallet');

-- A payer's own reference names one transfer of a kind.
create unique index ledger_transfer_reference on ledger_transfer (debit_account_id, kind, reference) where reference is not null;

-- An account's row is written again with every batch that touches it: with room on its page no index is.
alter table ledger_account set (fillfactor = 50);

-- ---- guards ---------------------------------------------------------------------------------------------------------

create trigger ledger_freeze_no_delete before delete on ledger_freeze
  for each row execute function ledger_forbid();
create trigger ledger_freeze_no_truncate before truncate on ledger_freeze
  for each statement execute function ledger_forbid();
create trigger ledger_business_day_append_only before update or delete on ledger_business_day
  for each row execute function ledger_forbid();
create trigger ledger_business_day_no_truncate before truncate on ledger_business_day
  for each statement execute function ledger_forbid();

-- One look at all accounts of a statement in place of two foreign keys that look once a row. No account is ever deleted.
alter table ledger_transfer
  drop constraint ledger_transfer_debit_account_id_fkey,
  drop constraint ledger_transfer_credit_account_id_fkey;

create function ledger_check_transfers() returns trigger language plpgsql as $$
declare broken uuid;
begin
  select t.id into broken
    from new_transfers t
    left join ledger_account d on d.id = t.debit_account_id and d.asset = t.asset
    left join ledger_account c on c.id = t.credit_account_id and c.asset = t.asset
   where d.id is null or c.id is null limit 1;
  if broken is not null then
    raise exception 'transfer % names an account that does not exist, or is of another asset', broken using errcode = 'LG003';
  end if;
  return null;
end $$;

create trigger ledger_transfer_accounts after insert on ledger_transfer
  referencing new table as new_transfers for each statement execute function ledger_check_transfers();

-- Every statement that adds entries adds, for each transfer, entries that sum to zero, on accounts that exist, and leads
-- each of these accounts to its balance, version by version. (Both accounts of a transfer are of its asset: see above.)
-- They are written when the account is: so nobody adds another entry of a version, which the key would let in at any other time.
create or replace function ledger_check_entries() returns trigger language plpgsql as $$
declare
  broken uuid;
  found record;
begin
  select transfer_id into broken from new_entries group by transfer_id having sum(amount) <> 0 limit 1;
  if broken is not null then
    raise exception 'the entries of transfer % do not sum to zero', broken using errcode = 'LG003';
  end if;
  select bool_or(version is null) as strays,
         bool_or(elsewhen or ends <> 1 or newest <> version or newest - oldest + 1 <> entries) as astray
    into found
    from (select a.version, count(*) as entries, min(n.version) as oldest, max(n.version) as newest,
                 count(*) filter (where (n.version, n.balance_after) = (a.version, a.posted)) as ends,
                 bool_or(n.created_at <> a.updated_at) as elsewhen
            from new_entries n left join ledger_account a on a.id = n.account_id
           group by n.account_id, a.version) of_account;
  if found.strays then
    raise exception 'an entry names an account that does not exist' using errcode = 'LG003';
  end if;
  if found.astray then
    raise exception 'the entries of an account do not lead to its balance' using errcode = 'LG003';
  end if;
  return null;
end $$;

-- Every statement that changes balances leaves the sum of each asset as it was.
create or replace function ledger_check_balances() returns trigger language plpgsql as $$
declare found record;
begin
  select n.asset, sum(n.posted - o.posted) as drift into found
    from new_accounts n join old_accounts o on o.id = n.id
   group by n.asset
  having sum(n.posted - o.posted) <> 0
      or bool_or((n.posted <> o.posted and n.version = o.version) or n.version < o.version
                 or (n.version > o.version and n.posted = o.posted and n.version = o.version + 1))
   limit 1;
  if found.drift <> 0 then
    raise exception 'the balances of % no longer sum to zero', found.asset using errcode = 'LG003';
  end if;
  if found.asset is not null then
    raise exception 'a balance in % changed without a version, or the other way about', found.asset using errcode = 'LG003';
  end if;
  return null;
end $$;

-- ---- business days ----------------------------------------------------------------------------------------------------

-- Closes a day: nothing can be backdated into it any more. Days close in order, and only when they are over. Waits for the
-- postings under way that name an effective time. Returns whether it closed.
create function ledger_close_day(closing date, through timestamptz, closer uuid, at timestamptz)
returns boolean language plpgsql as $$
declare latest ledger_business_day;
begin
  perform pg_advisory_xact_lock(hashtextextended('ledger:business-day', 0));
  select * into latest from ledger_business_day order by day desc limit 1;
  if through > at or closing <> latest.day + 1 or through <= latest.closed_through then return false; end if;
  insert into ledger_business_day (day, closed_through, closed_by, closed_at) values (closing, through, closer, at);
  return true;
end $$;
