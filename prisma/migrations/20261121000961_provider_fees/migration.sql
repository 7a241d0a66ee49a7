-- What happened to our balance at a provider, in the provider's words, and the fees that it took.

-- CreateTable
CREATE TABLE "provider_balance_change" (
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payment_id" UUID,
    "amount" BIGINT NOT NULL,
    "fee" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "fee_transfer_id" UUID,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_balance_change_pkey" PRIMARY KEY ("provider","reference")
);

-- CreateTable
CREATE TABLE "provider_feed" (
    "provider" TEXT NOT NULL,
    "read_through" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_feed_pkey" PRIMARY KEY ("provider")
);

-- CreateIndex
CREATE INDEX "provider_balance_change_payment_id_idx" ON "provider_balance_change"("payment_id");

-- CreateIndex
CREATE INDEX "provider_balance_change_occurred_at_reference_idx" ON "provider_balance_change"("occurred_at", "reference");

-- What a schema file cannot say.

alter table provider_balance_change
  add foreign key (payment_id) references payment (id),
  add check (fee <> 0 or fee_transfer_id is null);

insert into ledger_posting_template (kind, debit_kind, credit_kind) values
  ('provider-fee', 'provider-fee', 'provider-clearing'),
  ('provider-fee', 'provider-clearing', 'provider-fee');
