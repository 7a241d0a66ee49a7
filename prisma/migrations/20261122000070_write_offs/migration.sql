-- Debts that nobody will pay: given up by two people, and not asked for for ever.

-- AlterTable
ALTER TABLE "payment_dispute" ADD COLUMN     "collect_tries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "written_off" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "payment_write_off" (
    "id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "transfer_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "maker_id" UUID NOT NULL,
    "checker_id" UUID,
    "decision_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_write_off_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_write_off_transfer_id_key" ON "payment_write_off"("transfer_id");

-- CreateIndex
CREATE INDEX "payment_write_off_status_id_idx" ON "payment_write_off"("status", "id");

-- CreateIndex
CREATE INDEX "payment_write_off_dispute_id_id_idx" ON "payment_write_off"("dispute_id", "id");

-- What a schema file cannot say.

alter table payment_dispute
  add check (collect_tries >= 0),
  add check (written_off >= 0 and owed + written_off <= amount),
  add check (written_off = 0 or status in ('opened', 'under_review', 'lost'));

alter table payment_write_off
  add foreign key (dispute_id) references payment_dispute (id),
  add foreign key (maker_id) references app_user (id),
  add foreign key (checker_id) references app_user (id),
  add check (amount > 0),
  add check (status in ('pending', 'approved', 'rejected', 'cancelled')),
  add check ((status = 'pending') = (decided_at is null)),
  -- Two people, whatever the application thinks.
  add check ((status in ('approved', 'rejected')) = (checker_id is not null)),
  add check (checker_id <> maker_id);

-- About people and written for those who run the platform.
select row_security_for_system('payment_write_off');

insert into ledger_posting_template (kind, debit_kind, credit_kind) values
  ('write-off', 'write-off', 'receivable'),
  ('dispute', 'dispute', 'write-off');
