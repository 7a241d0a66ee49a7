import { randomUUID } from 'node:crypto';

export interface Payer {
  readonly token: string;
  readonly walletId: string;
}

const FUNDS = 900_000_000;

/** Registers people with a funded INR wallet each, through the API. */
export async function payers(url: string, count: number): Promise<Payer[]> {
  const made: Payer[] = [];
  for (let n = 0; n < count; n += 1) made.push(await payer(url));
  return made;
}

async function payer(url: string): Promise<Payer> {
  const person = {
    email: `${randomUUID()}@bench.example`,
    password: 'Trivet-demo-1',
    firstName: 'Bea',
    lastName: 'Example',
  };
  const { tokens } = await post<{ tokens: { accessToken: string } }>(url, '/auth/register', undefined, person);
  const token = tokens.accessToken;
  const wallet = await post<{ id: string }>(url, '/wallets', token, { currency: 'INR' });
  const method = await post<{ id: string }>(url, '/payment-methods', token, { type: 'card', token: 'sandbox_visa' });
  await post(url, '/payments', token, {
    walletId: wallet.id,
    amount: FUNDS,
    currency: 'INR',
    paymentMethodId: method.id,
  });
  return { token, walletId: wallet.id };
}

async function post<T>(url: string, path: string, token: string | undefined, body: unknown): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
