-- What a provider pays out to our bank, and the sandbox's own books of it.

-- CreateTable
CREATE TABLE "provider_payout" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "failure_code" TEXT,
    "arrives_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_payout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_payout" (
    "reference" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "arrives_at" TIMESTAMPTZ(3),
    "fails_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_payout_pkey" PRIMARY KEY ("reference")
);

-- CreateIndex
CREATE INDEX "provider_payout_status_id_idx" ON "provider_payout"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "provider_payout_provider_reference_key" ON "provider_payout"("provider", "reference");

-- What a schema file cannot say.

alter table provider_payout
  add check (status in ('pending', 'in_transit', 'paid', 'failed', 'canceled', 'returned')),
  add check (amount <> 0);
alter table sandbox_payout
  add check (amount > 0),
  add check (arrives_at is not null or fails_at is not null);

insert into ledger_posting_template (kind, debit_kind, credit_kind) values
  ('payout', 'payout-clearing', 'provider-clearing'),
  ('payout', 'provider-clearing', 'payout-clearing'),
  ('payout-settlement', 'bank', 'payout-clearing'),
  ('payout-settlement', 'payout-clearing', 'bank');

-- The sandbox's balance, change by change, as a provider tells it.
create view sandbox_balance as
  select 'ch_' || idempotency_key as reference, 'charge' as type, idempotency_key as charge_key, null::text as payout,
         coalesce(captured, amount) as amount, currency, settled_at as occurred_at
    from sandbox_charge where outcome = 'succeeded' and settled_at is not null
  union all
  select 're_' || r.idempotency_key, 'refund', r.charge_key, null, -r.amount, c.currency, r.created_at
    from sandbox_refund r join sandbox_charge c on c.idempotency_key = r.charge_key
   where r.outcome = 'succeeded' or r.fails_at is not null
  union all
  select 'rf_' || r.idempotency_key, 'refund_failure', r.charge_key, null, r.amount, c.currency, r.fails_at
    from sandbox_refund r join sandbox_charge c on c.idempotency_key = r.charge_key where r.fails_at is not null
  union all
  select 'dp_' || d.charge_key, 'dispute', d.charge_key, null, -d.amount, c.currency, d.created_at
    from sandbox_dispute d join sandbox_charge c on c.idempotency_key = d.charge_key
  union all
  select 'dr_' || d.charge_key, 'dispute_reversal', d.charge_key, null, d.amount, c.currency, d.decided_at
    from sandbox_dispute d join sandbox_charge c on c.idempotency_key = d.charge_key where d.verdict = 'won'
  union all
  select 'po_' || reference, 'payout', null, reference, -amount, currency, created_at from sandbox_payout
  union all
  select 'pf_' || reference, 'payout_reversal', null, reference, amount, currency, fails_at
    from sandbox_payout where fails_at is not null;
