-- CreateTable
CREATE TABLE "scheduled_transfer" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "transfer_id" UUID NOT NULL,
    "from_wallet_id" UUID NOT NULL,
    "to_wallet_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "reference" TEXT,
    "description" TEXT,
    "metadata" JSONB,
    "status" TEXT NOT NULL,
    "refusal_code" TEXT,
    "scheduled_for" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scheduled_transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "adjustment" (
    "id" UUID NOT NULL,
    "wallet_id" UUID NOT NULL,
    "transfer_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "reference" TEXT,
    "effective_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "maker_id" UUID NOT NULL,
    "checker_id" UUID,
    "decision_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "scheduled_transfer_transfer_id_key" ON "scheduled_transfer"("transfer_id");

-- CreateIndex
CREATE INDEX "scheduled_transfer_user_id_id_idx" ON "scheduled_transfer"("user_id", "id");

-- CreateIndex
CREATE INDEX "scheduled_transfer_from_wallet_id_id_idx" ON "scheduled_transfer"("from_wallet_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "adjustment_transfer_id_key" ON "adjustment"("transfer_id");

-- CreateIndex
CREATE INDEX "adjustment_status_id_idx" ON "adjustment"("status", "id");

-- CreateIndex
CREATE INDEX "adjustment_wallet_id_id_idx" ON "adjustment"("wallet_id", "id");


-- What a schema file cannot say.

alter table scheduled_transfer
  add foreign key (user_id) references app_user (id),
  add foreign key (from_wallet_id) references ledger_account (id),
  add foreign key (to_wallet_id) references ledger_account (id),
  add check (amount > 0),
  add check (from_wallet_id <> to_wallet_id),
  add check (status in ('scheduled', 'posted', 'refused', 'cancelled')),
  add check ((status = 'refused') = (refusal_code is not null));

alter table adjustment
  add foreign key (wallet_id) references ledger_account (id),
  add foreign key (maker_id) references app_user (id),
  add foreign key (checker_id) references app_user (id),
  add check (direction in ('credit', 'debit')),
  add check (amount > 0),
  add check (status in ('pending', 'approved', 'rejected', 'cancelled')),
  add check ((status = 'pending') = (decided_at is null)),
  -- Two people, whatever the application thinks.
  add check ((status in ('approved', 'rejected')) = (checker_id is not null)),
  add check (checker_id <> maker_id);

create index scheduled_transfer_due on scheduled_transfer (scheduled_for, id) where status = 'scheduled';
create index scheduled_transfer_open on scheduled_transfer (user_id) where status = 'scheduled';
