// Child: people with a funded wallet each, in a database that has nobody yet. Money comes in through the ledger.
import { Client } from 'pg';
import { ACCOUNT_KINDS, accountCode, MAX_BATCH_SIZE, type LedgerCommand } from '../src/ledger/core/index.ts';
import type { Ledger } from '../src/ledger/index.ts';
import type { Transactions as TransactionsClass } from '../src/platform/postgres/index.ts';
import { Ids } from '../src/shared/ids.ts';
import { endWithParent, tell } from './child-side.ts';
import { built, openLedger } from './in-app.ts';
import { CURRENCY, FUNDS_MINOR, readWallets, WALLETS } from './wallets.ts';

const ids = new Ids();

async function insertPeople(): Promise<void> {
  const people = Array.from({ length: WALLETS }, () => ids.next());
  const codes = people.map((id) => accountCode('wallet', id, CURRENCY));
  const client = new Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await client.connect();
  await client.query(
    `insert into app_user (id, email, password_hash, first_name, last_name, roles, created_at, updated_at)
     select id, id || '@bench.example', '-', 'Bea', 'Example', array['customer'], now(), now() from unnest($1::uuid[]) id`,
    [people],
  );
  await client.query(
    `insert into ledger_account (id, code, kind, owner_id, asset, normal_side, overdraft_limit, created_at, updated_at)
     select id, code, 'wallet', owner, $4, $5, $6, now(), now() from unnest($1::uuid[], $2::text[], $3::uuid[]) w (id, code, owner)`,
    [
      ...[people.map(() => ids.next()), codes, people, CURRENCY],
      ...[ACCOUNT_KINDS.wallet.normalSide, ACCOUNT_KINDS.wallet.overdraftLimit],
    ],
  );
  await client.end();
}

async function fund(ledger: Ledger, clearing: string): Promise<void> {
  const commands = (await readWallets()).map(({ id }): LedgerCommand => ({
    ...{ op: 'transfer', id: ids.next(), kind: 'card-top-up', debit: clearing, credit: id },
    ...{ amount: FUNDS_MINOR, asset: CURRENCY },
  }));
  for (let n = 0; n < commands.length; n += MAX_BATCH_SIZE) {
    const verdicts = await ledger.post(commands.slice(n, n + MAX_BATCH_SIZE));
    const refused = verdicts.find(({ outcome }) => outcome !== 'posted');
    if (refused) throw new Error(`a wallet could not be funded: ${JSON.stringify(refused)}`);
  }
}

endWithParent();
await insertPeople();
const { app, ledger } = await openLedger();
const { Transactions } = await built<{ Transactions: typeof TransactionsClass }>('platform/postgres/index.js');
const clearing = await app
  .get(Transactions)
  .run((tx) => ledger.openAccount(tx, 'provider-clearing', CURRENCY, { name: 'bench', id: null }));
await fund(ledger, clearing.id);
await app.close();
tell({ ready: true });
