-- A payment's life beyond its charge: authorized and captured later, canceled, refunded. What happened to it is never rewritten.

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "capture" TEXT NOT NULL DEFAULT 'automatic',
ADD COLUMN     "capture_amount" BIGINT,
ADD COLUMN     "refunded_amount" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "payment_event" ADD COLUMN     "refund_id" UUID;

-- AlterTable
ALTER TABLE "sandbox_charge" ADD COLUMN     "capture" TEXT NOT NULL DEFAULT 'automatic';

-- CreateTable
CREATE TABLE "payment_refund" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "provider_reference" TEXT,
    "failure_code" TEXT,
    "transfer_id" UUID NOT NULL,
    "reversal_id" UUID,
    "inquiries" INTEGER NOT NULL DEFAULT 0,
    "inquire_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_refund" (
    "idempotency_key" TEXT NOT NULL,
    "charge_key" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_refund_pkey" PRIMARY KEY ("idempotency_key")
);

-- CreateIndex
CREATE INDEX "payment_refund_payment_id_id_idx" ON "payment_refund"("payment_id", "id");

-- What a schema file cannot say.

alter table payment
  drop constraint payment_status_check,
  add constraint payment_status_check check (status in (
    'pending', 'requires_action', 'authorized', 'capturing', 'canceling', 'succeeded', 'failed', 'canceled', 'unknown')),
  add check (capture in ('automatic', 'manual')),
  add check (capture_amount between 1 and amount),
  add check (refunded_amount between 0 and coalesce(capture_amount, amount)),
  add check (refunded_amount = 0 or status = 'succeeded');

drop index payment_unresolved;
create index payment_unresolved on payment (inquire_at)
  where status in ('pending', 'requires_action', 'authorized', 'capturing', 'canceling', 'unknown');

alter table payment_refund
  add foreign key (payment_id) references payment (id),
  add check (amount > 0),
  add check (status in ('pending', 'succeeded', 'failed', 'unknown')),
  add check ((status = 'failed') = (reversal_id is not null));
create index payment_refund_unresolved on payment_refund (inquire_at) where status in ('pending', 'unknown');
alter table payment_event add foreign key (refund_id) references payment_refund (id);
alter table sandbox_refund add foreign key (charge_key) references sandbox_charge (idempotency_key);

create function payment_event_forbid() returns trigger language plpgsql as $$
begin
  raise exception '% on % is forbidden: what happened to a payment is appended', tg_op, tg_table_name using errcode = 'LG002';
end $$;

create trigger payment_event_append_only before update or delete on payment_event
  for each row execute function payment_event_forbid();
create trigger payment_event_no_truncate before truncate on payment_event
  for each statement execute function payment_event_forbid();

insert into ledger_posting_template (kind, debit_kind, credit_kind) values ('card-refund', 'wallet', 'provider-clearing');
