create extension if not exists citext;

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" CITEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "phone" TEXT,
    "roles" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'active',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_asset" (
    "code" TEXT NOT NULL,
    "scale" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "ledger_asset_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "ledger_account" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "owner_id" UUID,
    "asset" TEXT NOT NULL,
    "normal_side" TEXT NOT NULL,
    "overdraft_limit" BIGINT,
    "posted" BIGINT NOT NULL DEFAULT 0,
    "pending_debits" BIGINT NOT NULL DEFAULT 0,
    "pending_credits" BIGINT NOT NULL DEFAULT 0,
    "frozen" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'open',
    "version" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transfer" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "debit_account_id" UUID NOT NULL,
    "credit_account_id" UUID NOT NULL,
    "asset" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "hold_id" UUID,
    "reverses_id" UUID,
    "link_id" UUID,
    "reference" TEXT,
    "description" TEXT,
    "metadata" JSONB,
    "initiator_id" UUID,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_hold" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "debit_account_id" UUID NOT NULL,
    "credit_account_id" UUID,
    "asset" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "captured" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reference" TEXT,
    "description" TEXT,
    "metadata" JSONB,
    "initiator_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "ledger_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "transfer_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "balance_before" BIGINT NOT NULL,
    "balance_after" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("account_id","version","created_at")
) PARTITION BY RANGE ("created_at");

-- CreateTable
CREATE TABLE "idempotency_claim" (
    "scope" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "resource_id" UUID,
    "outcome" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_claim_pkey" PRIMARY KEY ("scope")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "dead_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_run" (
    "id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "scheduled_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "fencing_token" BIGSERIAL NOT NULL,
    "lease_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "processed" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_method" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "sealed_token" TEXT NOT NULL,
    "brand" TEXT,
    "last_four" TEXT,
    "expiry_date" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "wallet_id" UUID NOT NULL,
    "payment_method_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "provider_reference" TEXT,
    "failure_code" TEXT,
    "next_action_url" TEXT,
    "transfer_id" UUID,
    "inquiries" INTEGER NOT NULL DEFAULT 0,
    "inquire_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_event" (
    "payment_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_event_pkey" PRIMARY KEY ("payment_id","sequence")
);

-- CreateTable
CREATE TABLE "sandbox_charge" (
    "idempotency_key" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_charge_pkey" PRIMARY KEY ("idempotency_key")
);

-- CreateTable
CREATE TABLE "venue" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "cover_image_url" TEXT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "venue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "venue_staff" (
    "venue_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "venue_staff_pkey" PRIMARY KEY ("venue_id","user_id")
);

-- CreateTable
CREATE TABLE "menu_item" (
    "id" UUID NOT NULL,
    "venue_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT,
    "price" BIGINT NOT NULL,
    "available" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "menu_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "friend_group" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "friend_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "friend_group_member" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "friend_group_member_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "friend_group_invitation" (
    "id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "invitee_id" UUID NOT NULL,
    "inviter_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "friend_group_invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "treat_order" (
    "id" UUID NOT NULL,
    "buyer_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "venue_id" UUID NOT NULL,
    "wallet_id" UUID NOT NULL,
    "hold_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "message" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "redeemed_at" TIMESTAMPTZ(3),

    CONSTRAINT "treat_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "treat_order_item" (
    "order_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "menu_item_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "treat_order_item_pkey" PRIMARY KEY ("order_id","position")
);

-- CreateTable
CREATE TABLE "redemption" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "venue_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "bartender_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "scanned_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "redemption_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_code_key" ON "ledger_account"("code");

-- CreateIndex
CREATE INDEX "ledger_account_owner_id_kind_idx" ON "ledger_account"("owner_id", "kind");

-- CreateIndex
CREATE INDEX "ledger_transfer_hold_id_idx" ON "ledger_transfer"("hold_id") WHERE hold_id is not null;

-- CreateIndex
CREATE INDEX "ledger_transfer_reverses_id_idx" ON "ledger_transfer"("reverses_id") WHERE reverses_id is not null;

-- CreateIndex
CREATE INDEX "idempotency_claim_created_at_idx" ON "idempotency_claim"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_event_id_key" ON "outbox_event"("event_id");

-- CreateIndex
CREATE INDEX "job_run_started_at_idx" ON "job_run"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "job_run_job_scheduled_at_key" ON "job_run"("job", "scheduled_at");

-- CreateIndex
CREATE INDEX "payment_method_user_id_idx" ON "payment_method"("user_id");

-- CreateIndex
CREATE INDEX "payment_user_id_id_idx" ON "payment"("user_id", "id");

-- CreateIndex
CREATE INDEX "venue_staff_user_id_idx" ON "venue_staff"("user_id");

-- CreateIndex
CREATE INDEX "menu_item_venue_id_idx" ON "menu_item"("venue_id");

-- CreateIndex
CREATE INDEX "friend_group_member_user_id_idx" ON "friend_group_member"("user_id");

-- CreateIndex
CREATE INDEX "friend_group_invitation_invitee_id_idx" ON "friend_group_invitation"("invitee_id");

-- CreateIndex
CREATE UNIQUE INDEX "friend_group_invitation_group_id_invitee_id_key" ON "friend_group_invitation"("group_id", "invitee_id");

-- CreateIndex
CREATE INDEX "treat_order_buyer_id_id_idx" ON "treat_order"("buyer_id", "id");

-- CreateIndex
CREATE INDEX "treat_order_recipient_id_id_idx" ON "treat_order"("recipient_id", "id");

-- CreateIndex
CREATE INDEX "treat_order_venue_id_id_idx" ON "treat_order"("venue_id", "id");

-- CreateIndex
CREATE INDEX "redemption_order_id_idx" ON "redemption"("order_id");


-- What a schema file cannot say: references, and the values that may not exist.

alter table ledger_account
  add foreign key (asset) references ledger_asset (code),
  add check (normal_side in ('debit', 'credit')),
  add check (status in ('open', 'frozen', 'closed')),
  add check (pending_debits >= 0 and pending_credits >= 0 and frozen >= 0),
  -- Beyond 2^53 - 1 a JSON number would lose units.
  add check (overdraft_limit is null or posted between -9007199254740991 and 9007199254740991);

alter table ledger_transfer
  add foreign key (debit_account_id) references ledger_account (id),
  add foreign key (credit_account_id) references ledger_account (id),
  add foreign key (hold_id) references ledger_hold (id),
  add foreign key (reverses_id) references ledger_transfer (id),
  add check (amount > 0),
  add check (debit_account_id <> credit_account_id);

alter table ledger_hold
  add foreign key (debit_account_id) references ledger_account (id),
  add foreign key (credit_account_id) references ledger_account (id),
  add check (amount > 0 and captured between 0 and amount),
  add check (status in ('pending', 'captured', 'voided', 'expired')),
  add check ((status = 'pending') = (resolved_at is null));

alter table ledger_entry
  add check (amount <> 0 and balance_after = balance_before + amount and version > 0);

alter table payment
  add foreign key (user_id) references app_user (id),
  add foreign key (wallet_id) references ledger_account (id),
  add foreign key (payment_method_id) references payment_method (id),
  add check (amount > 0),
  add check (status in ('pending', 'requires_action', 'succeeded', 'failed', 'unknown')),
  add check ((status = 'succeeded') = (transfer_id is not null));
alter table payment_event add foreign key (payment_id) references payment (id);
alter table payment_method add foreign key (user_id) references app_user (id);

alter table venue
  add check (latitude between -90 and 90 and longitude between -180 and 180),
  add check (status in ('open', 'closed'));
alter table venue_staff
  add foreign key (venue_id) references venue (id),
  add foreign key (user_id) references app_user (id),
  add check (role in ('manager', 'bartender'));
alter table menu_item
  add foreign key (venue_id) references venue (id),
  add check (price > 0);

alter table friend_group add foreign key (owner_id) references app_user (id);
alter table friend_group_member
  add foreign key (group_id) references friend_group (id) on delete cascade,
  add foreign key (user_id) references app_user (id);
alter table friend_group_invitation
  add foreign key (group_id) references friend_group (id) on delete cascade,
  add foreign key (invitee_id) references app_user (id),
  add foreign key (inviter_id) references app_user (id),
  add check (status in ('pending', 'accepted', 'declined'));

alter table treat_order
  add foreign key (buyer_id) references app_user (id),
  add foreign key (recipient_id) references app_user (id),
  add foreign key (venue_id) references venue (id),
  add foreign key (wallet_id) references ledger_account (id),
  add foreign key (hold_id) references ledger_hold (id),
  add check (amount > 0),
  add check (status in ('PENDING', 'PAID', 'ACCEPTED', 'REJECTED', 'REDEEMED', 'EXPIRED', 'CANCELLED'));
alter table treat_order_item
  add foreign key (order_id) references treat_order (id),
  add foreign key (menu_item_id) references menu_item (id),
  add check (quantity > 0 and unit_price > 0);
alter table redemption
  add foreign key (order_id) references treat_order (id),
  add foreign key (venue_id) references venue (id),
  add check (status in ('issued', 'scanned', 'confirmed'));

-- Indexes with an expression or a condition.

create index venue_position on venue using gist (point(longitude, latitude));
create unique index payment_method_default on payment_method (user_id) where is_default and removed_at is null;
create unique index redemption_confirmed on redemption (order_id) where status = 'confirmed';
create index treat_order_open on treat_order (expires_at) where status in ('PAID', 'ACCEPTED');
create index payment_unresolved on payment (inquire_at) where status in ('pending', 'requires_action', 'unknown');
create index outbox_event_waiting on outbox_event (available_at, id) where published_at is null and dead_at is null;
create index outbox_event_dead on outbox_event (id desc) where dead_at is not null;
create index job_run_latest on job_run (job, started_at desc);
create index ledger_hold_pending on ledger_hold (debit_account_id, expires_at) where status = 'pending';
create index ledger_hold_pending_in on ledger_hold (credit_account_id, expires_at) where status = 'pending';
create index ledger_hold_due on ledger_hold (expires_at) where status = 'pending';
