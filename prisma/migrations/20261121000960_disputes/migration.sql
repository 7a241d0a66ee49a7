-- Disputes of payments, what is asked of a provider by its own names, and a refund that fails after it succeeded.

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "disputed_amount" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "payment_event" ADD COLUMN     "dispute_id" UUID;

-- AlterTable
ALTER TABLE "sandbox_charge" ADD COLUMN     "captured" BIGINT,
ADD COLUMN     "settled_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sandbox_refund" ADD COLUMN     "fails_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "payment_dispute" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "owed" BIGINT NOT NULL DEFAULT 0,
    "evidence_due_at" TIMESTAMPTZ(3),
    "collect_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute_evidence" (
    "id" UUID NOT NULL,
    "dispute_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "text" TEXT,
    "documents" JSONB NOT NULL,
    "submitted_by" UUID NOT NULL,
    "failure_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "dispute_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_subject" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "heard" INTEGER NOT NULL DEFAULT 1,
    "inquiries" INTEGER NOT NULL DEFAULT 0,
    "inquire_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_subject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_dispute" (
    "charge_key" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "verdict" TEXT NOT NULL,
    "evidence_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_dispute_pkey" PRIMARY KEY ("charge_key")
);

-- CreateIndex
CREATE INDEX "payment_dispute_payment_id_idx" ON "payment_dispute"("payment_id");

-- CreateIndex
CREATE INDEX "payment_dispute_status_id_idx" ON "payment_dispute"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_dispute_provider_reference_key" ON "payment_dispute"("provider", "reference");

-- CreateIndex
CREATE INDEX "dispute_evidence_dispute_id_id_idx" ON "dispute_evidence"("dispute_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "provider_subject_provider_kind_reference_key" ON "provider_subject"("provider", "kind", "reference");

-- What a schema file cannot say.

alter table payment add check (disputed_amount >= 0);
alter table payment_event add foreign key (dispute_id) references payment_dispute (id);

alter table payment_dispute
  add foreign key (payment_id) references payment (id),
  add check (status in ('warning', 'opened', 'under_review', 'won', 'lost', 'closed')),
  add check (amount > 0),
  add check (owed between 0 and amount),
  add check (owed = 0 or status in ('opened', 'under_review', 'lost'));
create index payment_dispute_owed on payment_dispute (collect_at) where owed > 0;

alter table dispute_evidence
  add foreign key (dispute_id) references payment_dispute (id),
  add foreign key (submitted_by) references app_user (id),
  add check (status in ('pending', 'accepted', 'refused')),
  add check ((status = 'pending') = (resolved_at is null));
-- What is on its way, and what was accepted, is the only one.
create unique index dispute_evidence_standing on dispute_evidence (dispute_id) where status in ('pending', 'accepted');

alter table provider_subject
  add check (kind in ('dispute', 'payout')),
  add check (status in ('open', 'closed'));
create index provider_subject_due on provider_subject (inquire_at) where status = 'open';

-- A refund that succeeded may fail later: it is asked about again when the provider says that something happened to it.
drop index payment_refund_unresolved;
create index payment_refund_unresolved on payment_refund (inquire_at) where status in ('pending', 'unknown', 'succeeded');

alter table sandbox_dispute
  add foreign key (charge_key) references sandbox_charge (idempotency_key),
  add check (verdict in ('won', 'lost'));
update sandbox_charge set settled_at = created_at where outcome = 'succeeded';

insert into ledger_posting_template (kind, debit_kind, credit_kind) values
  ('dispute', 'wallet', 'dispute'),
  ('dispute', 'receivable', 'dispute'),
  ('dispute', 'dispute', 'wallet'),
  ('dispute', 'dispute', 'receivable'),
  ('dispute-settlement', 'dispute', 'provider-clearing'),
  ('dispute-settlement', 'provider-clearing', 'dispute'),
  ('owed-collection', 'wallet', 'receivable');
