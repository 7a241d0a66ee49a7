// npm run demo: one evening, told against the running server over HTTP, with the ledger after each step. Exits 1 when a number is off.
import { join } from 'node:path';
import { Books } from './demo-books.ts';
import { DemoClient, type Session } from './demo-client.ts';
import { check, detail, problems, say } from './demo-report.ts';
import { runMain } from './local-stack/command-line.ts';
import { projectRoot } from './local-stack/index.ts';
import { rememberedEnvironment } from './local-stack/remembered-environment.ts';

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

interface TrialBalance {
  readonly balanced: boolean;
  readonly assets: readonly { asset: string; debits: number; credits: number; net: number }[];
}

interface Evening {
  readonly client: DemoClient;
  readonly books: Books;
  readonly dana: Session;
  readonly eli: Session;
  readonly venue: Venue;
}

const TOP_UP = 5_000;
const ROUNDS = 2;
const FEE_BASIS_POINTS = 500n;
const CENTRE = { lat: 40.7128, lng: -74.006 };

runMain(async () => {
  const { PORT } = rememberedEnvironment(join(projectRoot(), '.local'), process.env);
  const url = process.env['TRIVET_URL'] ?? `http://127.0.0.1:${PORT}`;
  await tell(new DemoClient(url));
  process.stdout.write(problems() === 0 ? '\nEvery number is right.\n' : `\n${problems()} numbers are off.\n`);
  process.exitCode = problems() === 0 ? 0 : 1;
});

async function tell(client: DemoClient): Promise<void> {
  const [admin, bartender] = [await client.login('admin'), await client.login('bartender')];
  say('Two people register');
  const [dana, eli] = [await client.register('Dana'), await client.register('Eli')];
  detail(`${dana.name} ${dana.id}\n${eli.name} ${eli.id}`);

  const venue = await findVenue(client, dana);
  const evening = { client, dana, eli, venue, books: new Books(client, admin, { dana, venue }) };
  const walletId = await topUp(evening);
  const counted = await checkIn(evening);
  const order = await treat(evening, walletId);
  await redeem(evening, order, bartender);
  await goHome(evening, counted);
  await closeBooks(client, admin);
}

async function findVenue(client: DemoClient, dana: Session): Promise<Venue> {
  say('Dana looks for a venue nearby');
  const { data } = await client.get<{ data: Venue[] }>(`/venues?lat=${CENTRE.lat}&lng=${CENTRE.lng}&radius=1km`, dana);
  const venue = data[0];
  if (!venue) throw new Error('No venue is nearby: run `npm start` first, it brings the demo data');
  for (const { name, distanceMeters, count } of data.slice(0, 3)) {
    detail(`${name}, ${Math.round(distanceMeters)} m away, ${count} there`);
  }
  return venue;
}

async function topUp({ client, books, dana, venue }: Evening): Promise<string> {
  say(`Dana opens a ${venue.currency} wallet and tops it up by card`);
  const { currency } = venue;
  const wallet = await client.post<{ id: string }>('/wallets', dana, { currency });
  const card = await client.post<{ id: string }>('/payment-methods', dana, { type: 'card', token: 'sandbox_visa' });
  const before = await books.read();
  const wanted = { walletId: wallet.id, amount: TOP_UP, currency, paymentMethodId: card.id };
  check('the payment', (await client.post<{ status: string }>('/payments', dana, wanted)).status, 'succeeded');
  await books.expect({ ...before, wallet: TOP_UP, 'provider-clearing': before['provider-clearing'] + TOP_UP });
  return wallet.id;
}

/** Returns how many were there before. */
async function checkIn({ client, eli, venue }: Evening): Promise<number> {
  say(`Eli checks in at ${venue.name}`);
  const before = await countAt(client, eli, venue);
  await client.put('/presence', eli, { venueId: venue.id, ...CENTRE, wantsToBuy: false, wantsToReceive: true });
  check('the live count', await countAt(client, eli, venue), before + 1);
  return before;
}

async function countAt(client: DemoClient, as: Session, venue: Venue): Promise<number> {
  return (await client.get<{ count: number }>(`/venues/${venue.id}/count`, as)).count;
}

async function treat({ client, books, dana, eli, venue }: Evening, walletId: string): Promise<Order> {
  const menu = await client.get<{ data: { id: string; name: string; price: number }[] }>(
    `/venues/${venue.id}/menu`,
    dana,
  );
  const drink = menu.data[0];
  if (!drink) throw new Error(`${venue.name} has no menu`);
  say(`Dana treats Eli to ${ROUNDS} of ${drink.name}: the money is held, not spent`);
  const before = await books.read();
  const items = [{ menuItemId: drink.id, quantity: ROUNDS }];
  const wanted = { venueId: venue.id, recipientId: eli.id, items, payWith: { walletId }, message: 'Cheers!' };
  const order = await client.post<Order>('/orders', dana, wanted);
  check('the order', order.status, 'PAID');
  check('its amount', order.amount, drink.price * ROUNDS);
  await books.expect({ ...before, held: before.held + order.amount });

  say('Eli accepts');
  check('the order', (await client.post<Order>(`/orders/${order.id}/accept`, eli)).status, 'ACCEPTED');
  return order;
}

async function redeem({ client, books, eli }: Evening, order: Order, bartender: Session): Promise<void> {
  say('Eli shows a code at the bar; the bartender scans and confirms it');
  const before = await books.read();
  const code = await client.post<{ qrPayload: string; expiresAt: string }>(`/orders/${order.id}/redemption`, eli);
  detail(`${code.qrPayload.slice(0, 48)}…, good until ${code.expiresAt}`);
  const { redemptionId } = await client.post<{ redemptionId: string }>('/redemptions/scan', bartender, {
    qrPayload: code.qrPayload,
  });
  const confirmed = await client.post<{ order: Order }>(`/redemptions/${redemptionId}/confirm`, bartender);
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

async function goHome({ client, eli, venue }: Evening, counted: number): Promise<void> {
  say('Eli goes home');
  await client.delete('/presence', eli);
  check('the live count', await countAt(client, eli, venue), counted);
}

async function closeBooks(client: DemoClient, admin: Session): Promise<void> {
  say('The books are checked');
  const trial = await client.get<TrialBalance>('/admin/ledger/trial-balance', admin);
  for (const { asset, debits, credits, net } of trial.assets) {
    detail(`${asset}: debits ${debits}, credits ${credits}, net ${net}`);
  }
  check('the trial balance balances', trial.balanced && trial.assets.every(({ net }) => net === 0), true);
  check('no invariant is broken', (await client.post<{ ok: boolean }>('/admin/ledger/verify', admin)).ok, true);
}
