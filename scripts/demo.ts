// npm run demo: one evening, told against the running server over HTTP, with the ledger after each step. Exits 1 when a number is off.
import { isDeepStrictEqual } from 'node:util';
import { DemoClient, type Account, type Session } from './demo-client.ts';
import { runMain } from './local-stack/command-line.ts';
import { projectRoot } from './local-stack/index.ts';
import { rememberedEnvironment } from './local-stack/remembered-environment.ts';
import { join } from 'node:path';

interface Venue {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly distanceMeters: number;
  readonly count: number;
}

interface Order {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
}

const TOP_UP = 5_000;
const ROUNDS = 2;
const FEE_BASIS_POINTS = 500n;
const CENTRE = { lat: 40.7128, lng: -74.006 };

let problems = 0;
let step = 0;

runMain(async () => {
  const { PORT } = rememberedEnvironment(join(projectRoot(), '.local'), process.env);
  const url = process.env['TRIVET_URL'] ?? `http://127.0.0.1:${PORT}`;
  await tell(new DemoClient(url));
  process.stdout.write(problems === 0 ? '\nEvery number is right.\n' : `\n${problems} numbers are off.\n`);
  process.exitCode = problems === 0 ? 0 : 1;
});

async function tell(client: DemoClient): Promise<void> {
  const [admin, bartender] = [await client.login('admin'), await client.login('bartender')];

  say('Two people register');
  const [dana, eli] = [await client.register('Dana'), await client.register('Eli')];
  detail(`${dana.name} ${dana.id}\n${eli.name} ${eli.id}`);

  say('Dana looks for a venue nearby');
  const { data } = await client.get<{ data: Venue[] }>(`/venues?lat=${CENTRE.lat}&lng=${CENTRE.lng}&radius=1km`, dana);
  const venue = data[0];
  if (!venue) throw new Error('No venue is nearby: run `npm start` first, it brings the demo data');
  detail(
    data
      .slice(0, 3)
      .map(({ name, distanceMeters, count }) => `${name}, ${Math.round(distanceMeters)} m away, ${count} there`)
      .join('\n'),
  );
  const books = new Books(client, admin, { dana, venue });

  say(`Dana opens a ${venue.currency} wallet and tops it up by card`);
  const wallet = await client.post<{ id: string }>('/wallets', dana, { currency: venue.currency });
  const card = await client.post<{ id: string }>('/payment-methods', dana, { type: 'card', token: 'sandbox_visa' });
  const before = await books.read();
  const payment = await client.post<{ status: string }>('/payments', dana, {
    walletId: wallet.id,
    amount: TOP_UP,
    currency: venue.currency,
    paymentMethodId: card.id,
  });
  check('the payment', payment.status, 'succeeded');
  await books.expect({ ...before, wallet: TOP_UP, 'provider-clearing': before['provider-clearing'] + TOP_UP });

  say(`Eli checks in at ${venue.name}`);
  const counted = await client.get<{ count: number }>(`/venues/${venue.id}/count`, eli);
  await client.put('/presence', eli, { venueId: venue.id, ...CENTRE, wantsToBuy: false, wantsToReceive: true });
  check(
    'the live count',
    (await client.get<{ count: number }>(`/venues/${venue.id}/count`, eli)).count,
    counted.count + 1,
  );

  const order = await treat(client, books, { dana, eli, venue, walletId: wallet.id });
  await redeem(client, books, { order, eli, bartender, paidBefore: before });

  say('Eli goes home, and the books are closed');
  await client.delete('/presence', eli);
  check('the live count', (await client.get<{ count: number }>(`/venues/${venue.id}/count`, eli)).count, counted.count);
  const trial = await client.get<{
    balanced: boolean;
    assets: { asset: string; debits: number; credits: number; net: number }[];
  }>('/admin/ledger/trial-balance', admin);
  for (const { asset, debits, credits, net } of trial.assets)
    detail(`${asset}: debits ${debits}, credits ${credits}, net ${net}`);
  check('the trial balance', trial.balanced && trial.assets.every(({ net }) => net === 0), true);
  check('the verified ledger', (await client.post<{ ok: boolean }>('/admin/ledger/verify', admin)).ok, true);
}

async function treat(
  client: DemoClient,
  books: Books,
  { dana, eli, venue, walletId }: { dana: Session; eli: Session; venue: Venue; walletId: string },
): Promise<Order> {
  const menu = await client.get<{ data: { id: string; name: string; price: number }[] }>(
    `/venues/${venue.id}/menu`,
    dana,
  );
  const drink = menu.data[0];
  if (!drink) throw new Error(`${venue.name} has no menu`);
  say(`Dana treats Eli to ${ROUNDS} of ${drink.name}: the money is held, not spent`);
  const before = await books.read();
  const items = [{ menuItemId: drink.id, quantity: ROUNDS }];
  const order = await client.post<Order>('/orders', dana, {
    venueId: venue.id,
    recipientId: eli.id,
    items,
    payWith: { walletId },
    message: 'Cheers!',
  });
  check('the order', order.status, 'PAID');
  check('its amount', order.amount, drink.price * ROUNDS);
  await books.expect({ ...before, held: before.held + order.amount });

  say('Eli accepts');
  check('the order', (await client.post<Order>(`/orders/${order.id}/accept`, eli)).status, 'ACCEPTED');
  return order;
}

interface AtTheBar {
  readonly order: Order;
  readonly eli: Session;
  readonly bartender: Session;
  readonly paidBefore: Balances;
}

async function redeem(client: DemoClient, books: Books, { order, eli, bartender }: AtTheBar): Promise<void> {
  say('Eli shows a code at the bar; the bartender scans and confirms it');
  const before = await books.read();
  const code = await client.post<{ qrPayload: string; expiresAt: string }>(`/orders/${order.id}/redemption`, eli);
  detail(`${code.qrPayload.slice(0, 48)}…, good until ${code.expiresAt}`);
  const scanned = await client.post<{ redemptionId: string }>('/redemptions/scan', bartender, {
    qrPayload: code.qrPayload,
  });
  const confirmed = await client.post<{ status: string; order: Order }>(
    `/redemptions/${scanned.redemptionId}/confirm`,
    bartender,
  );
  check('the order', confirmed.order.status, 'REDEEMED');

  say('The venue is paid, less the fee');
  const fee = Number((BigInt(order.amount) * FEE_BASIS_POINTS + 5_000n) / 10_000n);
  await books.expect({
    ...before,
    held: before.held - order.amount,
    wallet: before.wallet - order.amount,
    'venue-payable': before['venue-payable'] + order.amount - fee,
    'platform-fee': before['platform-fee'] + fee,
  });
}

interface Balances {
  readonly wallet: number;
  readonly held: number;
  readonly 'venue-payable': number;
  readonly 'platform-fee': number;
  readonly 'provider-clearing': number;
}

/** The accounts that the story touches, read as an administrator would. */
class Books {
  private readonly client: DemoClient;
  private readonly admin: Session;
  private readonly codes: Readonly<Record<Exclude<keyof Balances, 'held'>, string>>;

  constructor(client: DemoClient, admin: Session, { dana, venue }: { dana: Session; venue: Venue }) {
    [this.client, this.admin] = [client, admin];
    this.codes = {
      wallet: `wallet:${dana.id}:${venue.currency}`,
      'venue-payable': `venue-payable:${venue.id}:${venue.currency}`,
      'platform-fee': `platform-fee:${venue.currency}`,
      'provider-clearing': `provider-clearing:sandbox:${venue.currency}`,
    };
  }

  async read(): Promise<Balances> {
    const [wallet, payable, fee, clearing] = await Promise.all(
      Object.values(this.codes).map((code) => this.account(code)),
    );
    return {
      wallet: wallet?.balance ?? 0,
      held: wallet?.pendingOut ?? 0,
      'venue-payable': payable?.balance ?? 0,
      'platform-fee': fee?.balance ?? 0,
      'provider-clearing': clearing?.balance ?? 0,
    };
  }

  async expect(wanted: Balances): Promise<void> {
    const found = await this.read();
    const rows = Object.entries(found).map(([name, balance]) => `${name.padEnd(18)} ${String(balance).padStart(12)}`);
    detail(rows.join('\n'));
    check('the ledger', found, wanted);
  }

  private async account(code: string): Promise<Account | undefined> {
    const { data } = await this.client.get<{ data: Account[] }>(
      `/admin/ledger/accounts?code=${encodeURIComponent(code)}`,
      this.admin,
    );
    return data[0];
  }
}

function say(what: string): void {
  step += 1;
  process.stdout.write(`\n${String(step).padStart(2)}. ${what}\n`);
}

function detail(text: string): void {
  process.stdout.write(text.replace(/^/gm, '      ').concat('\n'));
}

function check(what: string, found: unknown, wanted: unknown): void {
  const right = isDeepStrictEqual(found, wanted);
  if (!right) problems += 1;
  const shown = typeof found === 'object' ? 'as expected' : String(found);
  detail(right ? `✓ ${what}: ${shown}` : `✗ ${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}
