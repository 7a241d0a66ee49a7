// Child: people who pay each other over HTTP.
import { randomUUID } from 'node:crypto';
import { endWithParent, serveRuns, tell, type RunRequest, type Sender } from './child-side.ts';
import type { Answer } from './connection.ts';
import { Connections } from './connections.ts';
import { accessTokens } from './tokens.ts';
import { CURRENCY, pick, randomAmountMinor, readWallets, type Spread, type Wallet } from './wallets.ts';

export interface HttpWanted {
  readonly port: number;
  readonly path: string;
  readonly spread: Spread;
  /** Transfers in one request; absent for the route that makes one. */
  readonly batchSize?: number;
}

interface Person extends Wallet {
  readonly authorization: string;
}

/** So many of the wallets' owners pay; a client sends its token many times, and so do these. */
const PAYERS = 1000;
/** At a fixed rate; at a number of callers each has its own. */
const CONNECTIONS_AT_RATE = 512;

endWithParent();
const tokenOf = accessTokens(process.env);
const people = (await readWallets()).map((wallet, n): Person => ({
  ...wallet,
  authorization: n < PAYERS ? `authorization: Bearer ${tokenOf(wallet.ownerId)}` : '',
}));
const payees = people.slice(PAYERS);
serveRuns<HttpWanted>(senderFor);
tell({ ready: true });

async function senderFor({ load, wanted }: RunRequest<HttpWanted>): Promise<Sender> {
  const connections = await Connections.open(wanted.port, 'callers' in load ? load.callers : CONNECTIONS_AT_RATE);
  const send = async (): Promise<number> => postedBy(await connections.send(() => requestOf(wanted)), wanted);
  return { send, end: () => connections.close() };
}

function requestOf({ path, port, spread, batchSize }: HttpWanted): string {
  const [from, to] = pick(people, spread, PAYERS);
  const body = batchSize === undefined ? transfer(from, to) : batch(from, batchSize);
  return (
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${from.authorization}\r\nidempotency-key: ${randomUUID()}\r\n` +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  );
}

function transfer(from: Person, to: Person): string {
  const amount = randomAmountMinor();
  return `{"fromWalletId":"${from.id}","toWalletId":"${to.id}","amount":${amount},"currency":"${CURRENCY}"}`;
}

/** One person pays many, as a payroll does. */
function batch(from: Person, size: number): string {
  const transfers = Array.from({ length: size }, () => transfer(from, pick(payees, 'uniform')[1]));
  return `{"transfers":[${transfers.join(',')}]}`;
}

function postedBy({ status, body }: Answer, { batchSize }: HttpWanted): number {
  if (batchSize === undefined) return status === 201 ? 1 : 0;
  if (status !== 200) return 0;
  return (JSON.parse(body) as { results: { status: string }[] }).results.filter((one) => one.status === 'posted')
    .length;
}
