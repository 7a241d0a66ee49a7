import { existsSync, readFileSync } from 'node:fs';
import { DEMO_PASSWORD, PEOPLE, venues } from '../../scripts/demo-data.ts';
import { World, type Person } from '../support/world.ts';
import { CURL_BLOCKS, LINKS, NPM_SCRIPTS, runBlocks, SHELL_BLOCKS, type BlockRun } from './readme-blocks.ts';

const FUNDS = 500_000;
const SENT = 1_250;

/** What the demo has of these two: an account, a wallet in each currency, and money in the first. */
async function seedPerson(world: World, name: string): Promise<Person> {
  const demo = PEOPLE.find(({ email }) => email === `${name}@trivet.example`);
  if (demo === undefined) throw new Error(`the demo has no ${name}`);
  const { email, firstName, lastName } = demo;
  const { body } = await world.call<{ user: { id: string }; tokens: { accessToken: string } }>(
    'POST',
    '/auth/register',
    undefined,
    { body: { email, password: DEMO_PASSWORD, firstName, lastName } },
  );
  const person = { id: body.user.id, token: body.tokens.accessToken };
  const card = await world.post<{ id: string }>('/payment-methods', person, { type: 'card', token: 'sandbox_visa' });
  for (const currency of ['INR', 'USD']) {
    const wallet = await world.post<{ id: string }>('/wallets', person, { currency });
    const topUp = { walletId: wallet.body.id, amount: FUNDS, currency, paymentMethodId: card.body.id };
    expect((await world.post('/payments', person, topUp)).body).toMatchObject({ status: 'succeeded' });
  }
  return person;
}

describe('the README', () => {
  it('begins with two commands: one to run it, one to prove it', () => {
    expect(SHELL_BLOCKS.slice(0, 2)).toEqual(['npm ci && npm start', 'npm cit']);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(NPM_SCRIPTS.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('points to files that exist', () => {
    expect(LINKS.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe("the README's commands", () => {
  let world: World;
  let runs: BlockRun[];
  let bob: Person;
  const outputOf = (part: string): string => runs[CURL_BLOCKS.findIndex((block) => block.includes(part))]?.output ?? '';

  beforeAll(async () => {
    world = await World.open({ PAYMENT_PROVIDER: 'sandbox' });
    await seedPerson(world, 'alice');
    bob = await seedPerson(world, 'bob');
    const [first] = venues();
    expect((await world.post('/venues', await world.person(['admin']), first)).status).toBe(201);
    runs = await runBlocks(CURL_BLOCKS, world.app.url);
  });
  afterAll(() => world.close());

  it.each(CURL_BLOCKS.map((block, index) => [index + 1, block.split('\n')[0], index] as const))(
    'succeed: %i. %s',
    (_number, _line, index) => {
      expect(runs[index]).toEqual({ status: 0, output: expect.any(String) as string });
    },
  );

  it('find a venue nearby', () => {
    const { data } = JSON.parse(outputOf('/venues?')) as { data: { name: string }[] };
    expect(data.map(({ name }) => name)).toEqual([venues()[0]?.name]);
  });

  it("move the money that they say, and show it in Bob's wallet", async () => {
    const sent = JSON.parse(outputOf('$API/transfers ')) as { id: string };
    const { data } = JSON.parse(outputOf('/entries')) as { data: { transferId: string; amount: number }[] };
    expect(data[0]).toMatchObject({ transferId: sent.id, amount: SENT });
    const wallets = await world.call<{ data: { currency: string; balance: number }[] }>('GET', '/wallets', bob);
    expect(wallets.body.data.find(({ currency }) => currency === 'INR')?.balance).toBe(FUNDS + SENT);
  });

  it('are answered alike when they are sent again, and done once', async () => {
    const again = await runBlocks(CURL_BLOCKS, world.app.url);
    expect(again).toEqual(runs);
    await world.expectSound();
  });
});
