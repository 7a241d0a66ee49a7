import { Client } from 'pg';

export const WALLETS = 10_000;
export const CURRENCY = 'INR';
/** Enough that no run empties a wallet: a refused transfer would be a cheaper one. */
export const FUNDS_MINOR = 1_000_000_000n;
const MAX_AMOUNT_MINOR = 100;

/** Between any two accounts; or all of them credit one. */
export type Spread = 'uniform' | 'hot';

export interface Wallet {
  readonly id: string;
  readonly ownerId: string;
}

/** The wallets of the database that the environment names, in an order that every process sees alike. */
export async function readWallets(): Promise<Wallet[]> {
  const client = new Client({ connectionString: process.env.DATABASE_OWNER_URL });
  await client.connect();
  const { rows } = await client.query<Wallet>(
    `select id, owner_id as "ownerId" from ledger_account where kind = 'wallet' order by id`,
  );
  await client.end();
  return rows;
}

/** Who pays whom: a payer among the first `payers`, and another one, or the hot one, which is the last. */
export function pick<T>(all: readonly T[], spread: Spread, payers = all.length): readonly [from: T, to: T] {
  const last = all.length - 1;
  const from = random(spread === 'hot' ? Math.min(payers, last) : payers);
  const other = random(last);
  const to = spread === 'hot' ? last : other + (other >= from ? 1 : 0);
  return [all[from] as T, all[to] as T];
}

export function randomAmountMinor(): number {
  return 1 + random(MAX_AMOUNT_MINOR);
}

// Not the cryptographic generator, whose cost would be counted as the poster's.
function random(below: number): number {
  return Math.floor(Math.random() * below);
}
