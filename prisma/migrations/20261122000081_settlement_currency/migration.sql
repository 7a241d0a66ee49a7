-- A provider may settle in another currency than it was paid in.

-- AlterTable
ALTER TABLE "provider_balance_change" ADD COLUMN     "conversion_transfer_ids" UUID[],
ADD COLUMN     "exchange_rate" TEXT,
ADD COLUMN     "presented_amount" BIGINT,
ADD COLUMN     "presented_currency" TEXT;

-- What a schema file cannot say.

update provider_balance_change set conversion_transfer_ids = '{}';
alter table provider_balance_change
  alter column conversion_transfer_ids set not null,
  add check ((presented_amount is null) = (presented_currency is null)),
  add check (presented_amount is null or exchange_rate is not null),
  add check (cardinality(conversion_transfer_ids) <= 2);

insert into ledger_posting_template (kind, debit_kind, credit_kind) values
  ('settlement-fx', 'fx-liquidity', 'provider-clearing'),
  ('settlement-fx', 'provider-clearing', 'fx-liquidity');
