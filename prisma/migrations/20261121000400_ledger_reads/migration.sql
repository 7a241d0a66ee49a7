-- CreateTable
CREATE TABLE "balance_monitor" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "owner_id" UUID,
    "metric" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "threshold" BIGINT NOT NULL,
    "rearm_at" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "last_value" BIGINT NOT NULL,
    "last_fired_at" TIMESTAMPTZ(3),
    "seen_version" BIGINT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "balance_monitor_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "balance_monitor_account_id_owner_id_idx" ON "balance_monitor"("account_id", "owner_id");

-- CreateIndex
CREATE INDEX "ledger_transfer_created_at_idx" ON "ledger_transfer" USING BRIN ("created_at");


-- What a schema file cannot say.

alter table balance_monitor
  add foreign key (account_id) references ledger_account (id),
  add foreign key (owner_id) references app_user (id),
  add check (metric in ('balance', 'available', 'pendingOut')),
  add check (direction in ('below', 'above')),
  add check (state in ('armed', 'fired')),
  -- It re-arms on the other side of its threshold, or the two would chase each other.
  add check (case direction when 'below' then rearm_at >= threshold else rearm_at <= threshold end),
  add check (last_fired_at is not null or state = 'armed');

-- Transfers are written in the order of this time, so that a block range says which time it holds. New ranges are summed
-- up in the background; until then they are read.
alter index ledger_transfer_created_at_idx set (pages_per_range = 32, autosummarize = on);

-- How many entries the account had before a moment, which is the version of the last of them. Entries are numbered without
-- gaps and never go back in time, so it is found by halving: some twenty steps in a million entries, and no index on time.
create function ledger_version_before(account uuid, moment timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint := 0;
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

-- What holds that are past their time still keep of what may leave an account.
create function ledger_overdue(account ledger_account, moment timestamptz) returns bigint language sql stable as $$
  select case account.normal_side
    when 'credit' then (select coalesce(sum(amount - captured), 0) from ledger_hold
                         where debit_account_id = account.id and status = 'pending' and expires_at <= moment)
    else (select coalesce(sum(amount - captured), 0) from ledger_hold
           where credit_account_id = account.id and status = 'pending' and expires_at <= moment)
  end::bigint
$$;

-- One of an account's balances, in its own direction, at a moment: holds that are past their time by then do not count.
-- Null for what is available without limit.
create function ledger_reading(account ledger_account, metric text, moment timestamptz) returns bigint language sql stable as $$
  select case metric
    when 'balance' then ledger_sign(account.normal_side) * account.posted
    when 'available' then ledger_available(account) + ledger_overdue(account, moment)
    when 'pendingOut' then
      case account.normal_side when 'credit' then account.pending_debits else account.pending_credits end
      - ledger_overdue(account, moment)
  end
$$;
