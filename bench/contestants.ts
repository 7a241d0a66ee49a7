import type { Child } from './children.ts';
import type { Driven, Load, Window } from './drive.ts';
import type { HttpWanted } from './http-load.ts';
import { runPgbench, type PgbenchRun } from './pgbench.ts';
import type { Plan } from './plan.ts';
import type { PosterWanted } from './poster.ts';
import type { Spread } from './wallets.ts';

export type OnEdge = (edge: 'opened' | 'closed') => void;

/** One row of the table. */
export interface Contestant {
  readonly id: string;
  readonly name: string;
  readonly spread: Spread;
  /** In words, for the table: how it is pressed. */
  readonly pressure: string;
  /** Whose sums must hold afterwards. */
  readonly books: 'ledger' | 'pgbench' | 'none';
  /** The process of ours whose CPU it takes. */
  readonly nodePid?: number;
  /** It runs at a share of the best rate that these had, instead of as fast as it can. */
  readonly shareOf?: readonly string[];
  readonly run: (window: Window, onEdge: OnEdge, perSecond: number) => Promise<Driven>;
}

/** Everybody who takes part on one database. */
export interface Field {
  readonly poster: Child;
  readonly api: Child;
  readonly generator: Child;
  /** Not on the loaded database: they are what ours is held against. */
  readonly peers?: { readonly fastify: Child; readonly nest: Child; readonly pgbench?: Pgbench };
}

export interface Pgbench extends Pick<PgbenchRun, 'command' | 'databaseUrl' | 'logDir'> {
  /** At how many clients each script was fastest. */
  readonly best: ReadonlyMap<string, number>;
}

export const BATCH_SIZE = 500;
export const BATCH_CALLERS = 8;
export const SHARE_OF_BEST = 0.7;
const SHARE_WORDS = `${SHARE_OF_BEST * 100} % of best`;
const SPREADS = ['uniform', 'hot'] as const;
/** How many callers most comparisons are made at. */
export const USUAL_CALLERS = 64;

export function contestantsOf(field: Field, plan: Plan): Contestant[] {
  const { peers } = field;
  const all = [
    ...(peers?.pgbench ? pgbenchRows(peers.pgbench) : []),
    ...posterRows(field.poster, plan.callers),
    ...apiRows(field, plan.callers),
    ...(peers ? peerRows(field.generator, peers, plan.callers) : []),
  ];
  return all.filter(({ id }) => plan.only.test(id));
}

function pgbenchRows(pgbench: Pgbench): Contestant[] {
  const row = (script: PgbenchRun['script'], spread: Spread, share?: string): Contestant => {
    const clients = pgbench.best.get(`${script}-${spread}`) ?? USUAL_CALLERS;
    return {
      id: share ? `pgbench-${script}-share` : `pgbench-${script}-${spread}`,
      name: script === 'call' ? 'pgbench, one call' : 'pgbench, multi-statement',
      spread,
      pressure: share ? SHARE_WORDS : String(clients),
      books: 'pgbench',
      ...(share && { shareOf: [share] }),
      run: (window, onEdge, perSecond) =>
        runPgbench({ ...pgbench, script, spread, clients, window, ...(share && { perSecond }) }, onEdge),
    };
  };
  const closed = SPREADS.flatMap((spread) => [row('statements', spread), row('call', spread)]);
  return [...closed, row('call', 'uniform', 'pgbench-call-uniform')];
}

function posterRows(poster: Child, callers: readonly number[]): Contestant[] {
  const row = (
    spread: Spread,
    load: (perSecond: number) => Load,
    rest: Pick<Contestant, 'id' | 'pressure' | 'shareOf'>,
  ) => ({
    ...{ name: 'our poster, in process', spread, books: 'ledger' as const, nodePid: poster.pid, ...rest },
    run: (window: Window, onEdge: OnEdge, perSecond: number) =>
      poster.run<PosterWanted>({ load: load(perSecond), window, wanted: { spread } }, onEdge),
  });
  const closed = SPREADS.flatMap((spread) =>
    callers.map((count) =>
      row(spread, () => ({ callers: count }), { id: `poster-${spread}-${count}`, pressure: String(count) }),
    ),
  );
  const shareOf = callers.map((count) => `poster-uniform-${count}`);
  return [
    ...closed,
    row('uniform', (perSecond) => ({ perSecond }), { id: 'poster-share', pressure: SHARE_WORDS, shareOf }),
  ];
}

interface HttpRow extends Omit<Contestant, 'run' | 'nodePid'> {
  readonly server: Child;
  readonly wanted: Omit<HttpWanted, 'port' | 'spread'>;
  readonly load: (perSecond: number) => Load;
}

function httpRow(generator: Child, { server, wanted, load, ...rest }: HttpRow): Contestant {
  const { spread } = rest;
  return {
    ...rest,
    nodePid: server.pid,
    run: (window, onEdge, perSecond) => {
      const request = { load: load(perSecond), window, wanted: { ...wanted, spread, port: server.port } };
      return generator.run<HttpWanted>(request, onEdge);
    },
  };
}

function apiRows({ api, generator }: Field, callers: readonly number[]): Contestant[] {
  const single = {
    server: api,
    name: 'POST /api/v1/transfers',
    books: 'ledger',
    wanted: { path: '/api/v1/transfers' },
  } as const;
  const closed = SPREADS.flatMap((spread) =>
    callers.map((count) => {
      const id = `api-${spread}-${count}`;
      return httpRow(generator, { ...single, id, spread, pressure: String(count), load: () => ({ callers: count }) });
    }),
  );
  const shareOf = callers.map((count) => `api-uniform-${count}`);
  const share = { ...single, id: 'api-share', spread: 'uniform', pressure: SHARE_WORDS, shareOf } as const;
  const batch: HttpRow = {
    ...{ ...single, id: 'batch', name: `POST /api/v1/transfers/batch of ${BATCH_SIZE}`, spread: 'uniform' },
    wanted: { path: '/api/v1/transfers/batch', batchSize: BATCH_SIZE },
    pressure: String(BATCH_CALLERS),
    load: () => ({ callers: BATCH_CALLERS }),
  };
  const atShare = httpRow(generator, { ...share, load: (perSecond) => ({ perSecond }) });
  return [...closed, atShare, httpRow(generator, batch)];
}

function peerRows(generator: Child, peers: NonNullable<Field['peers']>, callers: readonly number[]): Contestant[] {
  const row = (key: 'fastify' | 'nest', name: string, count: number): Contestant =>
    httpRow(generator, {
      ...{ server: peers[key], id: `${key}-uniform-${count}`, name, spread: 'uniform', pressure: String(count) },
      ...{ books: key === 'fastify' ? 'ledger' : 'none', wanted: { path: '/transfers' } },
      load: () => ({ callers: count }),
    });
  const limit = row('nest', 'bare Nest + Fastify, validated, no ledger', USUAL_CALLERS);
  return [...callers.map((count) => row('fastify', 'bare Fastify, the same ledger', count)), limit];
}
