import { ACCOUNT_KINDS, Books, type AccountKind } from '../../src/ledger/core/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import { TEST_TEMPLATES, type World } from './ledger-steps.ts';

export interface WorldAccount {
  readonly id: string;
  readonly kind: AccountKind;
  readonly asset: string;
  readonly ownerId: string | null;
}

/** What a wallet has to begin with. Without money to move, every move would be the same refusal. */
export const FUNDS = 120n;

/** Three people with a wallet each, the first with two, and an account of each kind that differs in its rule. */
export function newWorldAccounts(ids: Ids): { accounts: readonly WorldAccount[]; owners: readonly string[] } {
  const [ann, ben, cal] = [ids.next(), ids.next(), ids.next()];
  const account = (kind: AccountKind, ownerId: string | null = null, asset = 'INR'): WorldAccount => ({
    ...{ id: ids.next(), kind, asset, ownerId },
  });
  const accounts = [
    ...[account('wallet', ann), account('wallet', ben), account('wallet', cal), account('wallet', ann, 'USD')],
    ...[account('provider-clearing'), account('venue-payable', ann), account('platform-fee')],
  ];
  return { accounts, owners: [ann, ben, cal] };
}

/** The world of these accounts, whose wallets have nothing yet. */
export function worldOf(
  accounts: readonly { readonly id: string }[],
  owners: readonly string[],
  model: Books,
  ids: Ids,
): World {
  const made = { transfers: new Set<string>(), holds: new Set<string>(), freezes: new Set<string>(), sent: [] };
  return { accounts: accounts.map(({ id }) => id), owners, model, ids, ...made };
}

/** What gives each wallet in rupees its money. */
export function fundingOf(accounts: readonly WorldAccount[], ids: Ids) {
  const clearing = accounts.find(({ kind }) => kind === 'provider-clearing')?.id ?? '';
  return accounts
    .filter(({ kind, asset }) => kind === 'wallet' && asset === 'INR')
    .map(({ id }) => ({
      ...({ op: 'transfer', kind: 'card-top-up', amount: FUNDS, asset: 'INR' } as const),
      ...{ id: ids.next(), debit: clearing, credit: id },
    }));
}

/** A world of plain rules alone, with no store behind it. */
export function newPlainWorld(at: Date): World {
  const ids = new Ids();
  const { accounts, owners } = newWorldAccounts(ids);
  const model = new Books(TEST_TEMPLATES);
  const empty = { posted: 0n, pendingDebits: 0n, pendingCredits: 0n, frozen: 0n, version: 0n };
  for (const account of accounts) {
    model.open({ ...account, ...ACCOUNT_KINDS[account.kind], status: 'open', ...empty, createdAt: at });
  }
  model.post(fundingOf(accounts, ids), at);
  return worldOf(accounts, owners, model, ids);
}
