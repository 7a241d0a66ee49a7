import { randomUUID } from 'node:crypto';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { PaymentWorld } from '../support/payment-world.ts';
import type { Person } from '../support/world.ts';

interface MethodBody {
  readonly id: string;
  readonly isDefault: boolean;
  readonly code?: string;
}

describe('POST /payment-methods', () => {
  let world: PaymentWorld;
  let payer: Person;

  beforeAll(async () => {
    world = await PaymentWorld.open();
    payer = await world.person();
  });
  afterAll(() => world.close());

  const add = (body: unknown, who: Person | undefined = payer) =>
    world.call<MethodBody>('POST', '/payment-methods', who, { body });
  const defaultsOf = async (who: Person) => {
    const { body } = await world.call<{ data: MethodBody[] }>('GET', '/payment-methods', who);
    return body.data.filter(({ isDefault }) => isDefault).map(({ id }) => id);
  };

  it('keeps a card by its token and shows what the provider says of it', async () => {
    const answer = await add({ type: 'card', token: 'sandbox_visa' }, await world.person());
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      type: 'card',
      provider: 'sandbox',
      brand: 'visa',
      lastFour: '4242',
      expiryDate: '2030-12',
      isDefault: true,
      createdAt: expect.any(String) as unknown,
    });
  });

  it('seals the token and never shows it', async () => {
    const token = `tok_${randomUUID().replaceAll('-', 'x')}`;
    const answer = await add({ type: 'card', token });
    expect(answer.text).not.toContain(token);
    const listed = await world.call('GET', '/payment-methods', payer);
    expect(listed.text).not.toMatch(/tok_|sealed/);
    const row = await world.app.get(Postgres).prisma.paymentMethod.findUniqueOrThrow({ where: { id: answer.body.id } });
    expect(row.sealedToken).toMatch(/^p1\./);
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it('makes the first method the default, and later ones only when asked to', async () => {
    const who = await world.person();
    const first = await add({ type: 'card', token: 'sandbox_visa' }, who);
    await add({ type: 'card', token: 'sandbox_3ds' }, who);
    expect(await defaultsOf(who)).toEqual([first.body.id]);
    const third = await add({ type: 'card', token: 'sandbox_declined', makeDefault: true }, who);
    expect(await defaultsOf(who)).toEqual([third.body.id]);
  });

  it('has one default however many ask for it at once', async () => {
    const who = await world.person();
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, at) => add({ type: 'card', token: `card_${at}`, makeDefault: true }, who)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 15 }, () => 201));
    expect(await defaultsOf(who)).toHaveLength(1);
  });

  it('keeps at most 20 methods a person, also when more come at once', async () => {
    const who = await world.person();
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, at) => add({ type: 'card', token: `card_${at}` }, who)),
    );
    const refused = answers.filter(({ status }) => status === 422);
    expect(refused.map(({ body }) => body.code)).toEqual(
      Array.from({ length: 5 }, () => 'payment_method_limit_reached'),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  });

  it('keeps a card once, however often it is added, also by many at once', async () => {
    const who = await world.person();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => add({ type: 'card', token: 'sandbox_visa' }, who)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await add({ type: 'card', token: 'sandbox_3ds', makeDefault: true }, who);
    const again = await add({ type: 'card', token: 'sandbox_visa', makeDefault: true }, who);
    expect(again.body.id).toBe(answers[0]?.body.id);
    expect(again.body.id).not.toBe(other.body.id);
    expect(await defaultsOf(who)).toEqual([again.body.id]);
    expect((await add({ type: 'card', token: 'sandbox_visa' }, payer)).body.id).not.toBe(again.body.id);
  });

  it('keeps a card anew after it was removed', async () => {
    const who = await world.person();
    const first = await add({ type: 'card', token: 'sandbox_visa' }, who);
    await world.call('DELETE', `/payment-methods/${first.body.id}`, who);
    const second = await add({ type: 'card', token: 'sandbox_visa' }, who);
    expect([second.status, second.body.id === first.body.id]).toEqual([201, false]);
  });

  it('tells nobody who reads the table that two people have the same card', async () => {
    const people = [await world.person(), await world.person()];
    for (const who of people) await add({ type: 'card', token: 'sandbox_visa' }, who);
    const rows = await world.app.get(Postgres).prisma.paymentMethod.findMany({
      where: { userId: { in: people.map(({ id }) => id) } },
      select: { cardIndex: true },
    });
    expect(new Set(rows.map(({ cardIndex }) => cardIndex)).size).toBe(2);
  });

  it.each([
    '4242424242424242',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    'tok_4242424242424242',
    'x378282246310005y',
    '4242424242424242 12/30 123',
  ])('refuses the card number in %j and does not repeat it', async (token) => {
    const answer = await add({ type: 'card', token });
    expect([answer.status, answer.body.code]).toEqual([422, 'raw_card_data_refused']);
    expect(answer.text).not.toContain(token);
  });

  it.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['no type', { token: 'sandbox_visa' }],
    ['no token', { type: 'card' }],
    ['an unknown type', { type: 'cheque', token: 'sandbox_visa' }],
    ['a type of another kind', { type: ['card'], token: 'sandbox_visa' }],
    ['an empty token', { type: 'card', token: '' }],
    ['a token that is a number', { type: 'card', token: 4242 }],
    ['a token that is null', { type: 'card', token: null }],
    ['a token that is an object', { type: 'card', token: { toString: 'x' } }],
    ['a token that is too long', { type: 'card', token: 'x'.repeat(256) }],
    ['a token with a NUL', { type: 'card', token: 'a\u0000b' }],
    ['a token beyond ASCII', { type: 'card', token: 'tök' }],
    ['a default that is text', { type: 'card', token: 'sandbox_visa', makeDefault: 'yes' }],
    ['a property that nobody knows', { type: 'card', token: 'sandbox_visa', number: '4242424242424241' }],
    ['a list', [{ type: 'card', token: 'sandbox_visa' }]],
  ])('refuses %s', async (_what, body) => {
    const answer = await add(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.text).not.toContain('4242424242424241');
  });

  it('refuses who is not signed in', async () => {
    const answer = await world.call('POST', '/payment-methods', undefined, {
      body: { type: 'card', token: 'sandbox_visa' },
    });
    expect(answer.status).toBe(401);
  });
});
