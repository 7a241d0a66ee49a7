-- Currency exchange: rates, quotes at a locked price, and what was exchanged.

-- CreateTable
CREATE TABLE "fx_rate" (
    "id" BIGSERIAL NOT NULL,
    "base" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "pair" TEXT NOT NULL,
    "rate" DECIMAL(20,10) NOT NULL,
    "spread_basis_points" INTEGER NOT NULL,
    "valid_for_seconds" INTEGER,
    "set_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fx_rate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fx_quote" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "rate_id" BIGINT NOT NULL,
    "sell_currency" TEXT NOT NULL,
    "buy_currency" TEXT NOT NULL,
    "sell_amount" BIGINT NOT NULL,
    "buy_amount" BIGINT NOT NULL,
    "rate" TEXT NOT NULL,
    "spread_basis_points" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "fx_quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fx_exchange" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "quote_id" UUID NOT NULL,
    "from_wallet_id" UUID NOT NULL,
    "to_wallet_id" UUID NOT NULL,
    "sell_transfer_id" UUID NOT NULL,
    "buy_transfer_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fx_exchange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fx_rate_pair_id_idx" ON "fx_rate"("pair", "id");

-- CreateIndex
CREATE UNIQUE INDEX "fx_exchange_quote_id_key" ON "fx_exchange"("quote_id");

-- CreateIndex
CREATE INDEX "fx_exchange_user_id_id_idx" ON "fx_exchange"("user_id", "id");

-- What a schema file cannot say: references, the values that may not exist, and that history is not rewritten.

alter table fx_rate
  add foreign key (base) references ledger_asset (code),
  add foreign key (quote) references ledger_asset (code),
  add foreign key (set_by) references app_user (id),
  add check (base <> quote),
  add check (pair = least(base collate "C", quote collate "C") || '-' || greatest(base collate "C", quote collate "C")),
  add check (rate > 0),
  add check (spread_basis_points between 0 and 5000),
  add check (valid_for_seconds > 0);

alter table fx_quote
  add foreign key (user_id) references app_user (id),
  add foreign key (rate_id) references fx_rate (id),
  add foreign key (sell_currency) references ledger_asset (code),
  add foreign key (buy_currency) references ledger_asset (code),
  add check (sell_currency <> buy_currency),
  add check (sell_amount > 0 and buy_amount > 0),
  add check (expires_at > created_at);

alter table fx_exchange
  add foreign key (user_id) references app_user (id),
  add foreign key (quote_id) references fx_quote (id),
  add foreign key (from_wallet_id) references ledger_account (id),
  add foreign key (to_wallet_id) references ledger_account (id);

create index fx_quote_unused on fx_quote (expires_at) where used_at is null;

create function fx_rate_forbid() returns trigger language plpgsql as $$
begin
  raise exception '% on % is forbidden: rates are appended, and the newest counts', tg_op, tg_table_name using errcode = 'LG002';
end $$;

create trigger fx_rate_append_only before update or delete on fx_rate
  for each row execute function fx_rate_forbid();
create trigger fx_rate_no_truncate before truncate on fx_rate
  for each statement execute function fx_rate_forbid();
