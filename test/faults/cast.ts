import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { RequestOptions, TestResponse } from '../support/http-client.ts';

/** One request to the application under test, wherever it listens at this moment. */
export type Request = <T = Record<string, unknown>>(
  method: string,
  path: string,
  options?: RequestOptions,
) => Promise<TestResponse<T>>;

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly token: string;
}

export interface Bar {
  readonly venueId: string;
  readonly itemId: string;
  readonly price: number;
  readonly bartender: Person;
}

interface SignedIn {
  readonly user: { readonly id: string };
  readonly tokens: { readonly accessToken: string };
}

export const PASSWORD = 'Trivet-demo-1';
export const CURRENCY = 'INR';
export const PLACE = { latitude: 12.9716, longitude: 77.5946 };
const PRICE = 250;

/** The body of an answer that must have this status. */
export async function demand<T>(status: number, answer: Promise<TestResponse<T>>): Promise<T> {
  const got = await answer;
  if (got.status !== status) throw new Error(`answered ${got.status} ${got.text}, not ${status}`);
  return got.body;
}

export async function register(request: Request): Promise<Person> {
  const email = `${randomUUID()}@test.example`;
  const body = { email, password: PASSWORD, firstName: 'Ada', lastName: 'Test' };
  const { user, tokens } = await demand(201, request<SignedIn>('POST', '/auth/register', { body }));
  return { id: user.id, email, token: tokens.accessToken };
}

/** Somebody with a role that nobody can give themselves. */
export async function promoted(request: Request, database: Client, role: string): Promise<Person> {
  const person = await register(request);
  await database.query('update app_user set roles = array_append(roles, $2) where id = $1', [person.id, role]);
  const body = { email: person.email, password: PASSWORD };
  const { tokens } = await demand(200, request<SignedIn>('POST', '/auth/login', { body }));
  return { ...person, token: tokens.accessToken };
}

export async function openWallet(request: Request, { token }: Person): Promise<string> {
  const body = { currency: CURRENCY };
  return (await demand(201, request<{ id: string }>('POST', '/wallets', { token, body }))).id;
}

export async function addCard(request: Request, { token }: Person, card = 'sandbox_visa'): Promise<string> {
  const body = { type: 'card', token: card };
  return (await demand(201, request<{ id: string }>('POST', '/payment-methods', { token, body }))).id;
}

/** A venue with a bartender and one item on its menu. */
export async function openBar(request: Request, database: Client): Promise<Bar> {
  const [{ token }, bartender] = [await promoted(request, database, 'venue_manager'), await register(request)];
  const create = async (path: string, body: unknown): Promise<string> =>
    (await demand(201, request<{ id: string }>('POST', path, { token, body }))).id;
  const venueId = await create('/venues', {
    name: 'The Trivet',
    address: '1 Main Street',
    currency: CURRENCY,
    ...PLACE,
  });
  const itemId = await create(`/venues/${venueId}/menu-items`, { name: 'Cider', price: PRICE });
  await create(`/venues/${venueId}/staff`, { userId: bartender.id, role: 'bartender' });
  return { venueId, itemId, price: PRICE, bartender };
}

/** What every test of money ends with, asked over the API. */
export async function expectSoundBooks(request: Request, { token }: Person): Promise<void> {
  const balance = await demand(200, request('GET', '/admin/ledger/trial-balance', { token }));
  expect(balance).toMatchObject({ balanced: true });
  const verified = await demand(200, request('POST', '/admin/ledger/verify', { token }));
  expect(verified).toMatchObject({ ok: true, problems: [] });
}
