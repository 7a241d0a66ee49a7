-- What Stripe calls ours, and which of a provider's events were received.

-- CreateTable
CREATE TABLE "stripe_customer" (
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_customer_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "stripe_intent" (
    "payment_id" UUID NOT NULL,
    "intent_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_intent_pkey" PRIMARY KEY ("payment_id")
);

-- CreateTable
CREATE TABLE "provider_event" (
    "provider" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payment_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_event_pkey" PRIMARY KEY ("provider","event_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "stripe_customer_customer_id_key" ON "stripe_customer"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_intent_intent_id_key" ON "stripe_intent"("intent_id");

-- CreateIndex
CREATE INDEX "provider_event_received_at_idx" ON "provider_event"("received_at");

-- What a schema file cannot say.

alter table stripe_customer add foreign key (user_id) references app_user (id);
alter table stripe_intent add foreign key (payment_id) references payment (id);
alter table provider_event add foreign key (payment_id) references payment (id);
