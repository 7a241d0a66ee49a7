import { Refusal } from '../shared/refusal.ts';
import type { LedgerCommand } from './core/index.ts';
import { GroupCommit, type BatchStore, type GroupCommitLimits } from './group-commit.ts';
import type { PostItem, Posted } from './post-item.ts';

// A store in memory that answers when the test lets it; what the SQL function does is tested on PostgreSQL.

const LIMITS: GroupCommitLimits = { inFlight: 2, batch: 4, waiting: 10, another: 3, patienceMs: 5 };
const ITEMS_FAULT = 'somebody’s fault';
const WRITTEN_AT = new Date('2026-11-20T12:00:00.000Z');

class Held implements BatchStore {
  readonly batches: { readonly items: readonly PostItem[]; readonly end: () => void }[] = [];
  /** What comes of a batch; the default is that everything is posted. */
  outcome: (items: readonly PostItem[]) => Posted[] = (items) => items.map(posted);

  write(items: readonly PostItem[]): Promise<Posted[]> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        try {
          resolve(this.outcome(items));
        } catch (error) {
          reject(error as Error);
        }
      };
      this.batches.push({ items, end });
    });
  }

  isItemsFault(error: unknown): boolean {
    return error instanceof Error && error.message === ITEMS_FAULT;
  }

  get sizes(): number[] {
    return this.batches.map(({ items }) => items.length);
  }
}

function command(id: string): LedgerCommand {
  return { op: 'transfer', id, kind: 'transfer', debit: 'a', credit: 'b', amount: 1n, asset: 'INR' };
}

function item(id: string, scope?: string, size = 1): PostItem {
  const claim = scope === undefined ? undefined : { scope, fingerprint: 'f' };
  return { claim, commands: Array.from({ length: size }, (_, n) => command(`${id}.${n}`)) };
}

function posted({ commands }: PostItem): Posted {
  return { state: 'posted', verdicts: commands.map(() => ({ outcome: 'posted' })), writtenAt: WRITTEN_AT };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(happened: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!happened()) {
    if (Date.now() > deadline) throw new Error('it did not happen');
    await turn();
  }
}

describe('group commit', () => {
  let store: Held;
  let group: GroupCommit;
  beforeEach(() => {
    store = new Held();
    group = new GroupCommit(store, LIMITS);
  });

  async function endAll(): Promise<void> {
    for (let ended = 0; ended < store.batches.length || group.depth > 0;) {
      if (ended < store.batches.length) store.batches[ended++]?.end();
      else await turn();
      await turn();
      await turn();
    }
  }

  it('sends a lone item after one turn of the event loop, and answers when the store has', async () => {
    let answered = false;
    const answer = group.post(item('1')).then((value) => ((answered = true), value));
    expect(store.batches).toHaveLength(0);
    await turn();
    expect(store.sizes).toEqual([1]);
    await turn();
    expect(answered).toBe(false);
    store.batches[0]?.end();
    expect(await answer).toEqual(posted(item('1')));
  });

  it('puts everybody who came in the same turn into one batch, in the order they came', async () => {
    const answers = [group.post(item('1')), group.post(item('2')), group.post(item('3'))];
    await turn();
    expect(store.batches.map(({ items }) => items.map(({ commands }) => commands.length))).toEqual([[1, 1, 1]]);
    expect(store.batches[0]?.items).toEqual([item('1'), item('2'), item('3')]);
    await endAll();
    await Promise.all(answers);
  });

  it('gives each its own answer', async () => {
    store.outcome = (items) =>
      items.map((one, index) => (index === 1 ? { state: 'reused' } : { ...posted(one), writtenAt: new Date(index) }));
    const answers = [group.post(item('1')), group.post(item('2')), group.post(item('3'))];
    await turn();
    await endAll();
    expect(await Promise.all(answers)).toEqual([
      { ...posted(item('1')), writtenAt: new Date(0) },
      { state: 'reused' },
      { ...posted(item('3')), writtenAt: new Date(2) },
    ]);
  });

  it('lets a few wait for the batch in flight, and sends enough of them beside it', async () => {
    const patient = new GroupCommit(store, { ...LIMITS, patienceMs: 60_000 });
    const answers = [patient.post(item('1'))];
    await turn();
    answers.push(patient.post(item('2')), patient.post(item('3')));
    await turn();
    expect(store.sizes).toEqual([1]);
    expect(patient.depth).toBe(2);
    answers.push(patient.post(item('4')));
    await turn();
    expect(store.sizes).toEqual([1, 3]);
    expect(patient.depth).toBe(0);
    for (const { end } of store.batches) end();
    await Promise.all(answers);
  });

  it('never has more batches in the store than it may, and sends what gathered when one is done', async () => {
    const answers = Array.from({ length: 10 }, (_, n) => group.post(item(String(n))));
    await turn();
    expect(store.sizes).toEqual([4, 4]);
    expect(group.depth).toBe(2);
    answers.push(group.post(item('late', undefined, 4)));
    await turn();
    expect(store.sizes).toEqual([4, 4]);
    store.batches[0]?.end();
    await until(() => store.batches.length === 3);
    expect(store.sizes).toEqual([4, 4, 2]);
    await endAll();
    expect(await Promise.all(answers)).toHaveLength(11);
  });

  it('sends a few beside a batch that takes long, which may wait for a lock that they do not need', async () => {
    const slow = group.post(item('slow'));
    await turn();
    const quick = group.post(item('quick'));
    await until(() => store.batches.length === 2);
    store.batches[1]?.end();
    expect(await quick).toEqual(posted(item('quick')));
    store.batches[0]?.end();
    await slow;
  });

  it('is patient anew with each batch', async () => {
    const first = group.post(item('1'));
    await turn();
    store.batches[0]?.end();
    await first;
    const second = group.post(item('2'));
    await until(() => store.batches.length === 2);
    const third = group.post(item('3'));
    await turn();
    expect(store.sizes).toEqual([1, 1]);
    await until(() => store.batches.length === 3);
    await endAll();
    await Promise.all([second, third]);
  });

  it('sends an item that is larger than a batch alone', async () => {
    const answers = [group.post(item('1')), group.post(item('large', undefined, 7)), group.post(item('2'))];
    await turn();
    expect(store.sizes).toEqual([1, 1]);
    expect(store.batches[1]?.items[0]?.commands).toHaveLength(7);
    await endAll();
    await Promise.all(answers);
  });

  it('refuses when too many commands wait, and takes more when they are sent', async () => {
    const first = [group.post(item('1', undefined, 9)), group.post(item('2'))];
    await expect(group.post(item('3'))).rejects.toMatchObject({
      code: 'ledger_busy',
      extras: { retryAfterSeconds: 1 },
    });
    expect(group.depth).toBe(10);
    await turn();
    expect(group.depth).toBe(1);
    const more = group.post(item('4'));
    await endAll();
    await Promise.all([...first, more]);
    expect(group.depth).toBe(0);
  });

  it('keeps a claim that is in flight waiting, and lets others pass', async () => {
    const answers = ['a', 'a', 'b', 'c'].map((scope, n) => group.post(item(String(n), scope)));
    await turn();
    expect(store.batches.map(({ items }) => items.map(({ claim }) => claim?.scope))).toEqual([['a', 'b', 'c']]);
    answers.push(...['d', 'e', 'f'].map((scope) => group.post(item(scope, scope))));
    await turn();
    expect(store.batches[1]?.items.map(({ claim }) => claim?.scope)).toEqual(['d', 'e', 'f']);
    expect(group.depth).toBe(1);
    store.batches[0]?.end();
    await until(() => store.batches.length === 3);
    expect(store.batches[2]?.items.map(({ claim }) => claim?.scope)).toEqual(['a']);
    await endAll();
    await Promise.all(answers);
  });

  it('does not send an empty batch when all who wait are held back', async () => {
    const answers = ['a', 'a', 'a', 'a'].map((scope, n) => group.post(item(String(n), scope)));
    await turn();
    await turn();
    expect(store.sizes).toEqual([1]);
    await endAll();
    expect(store.sizes).toEqual([1, 1, 1, 1]);
    await Promise.all(answers);
  });

  it('finds whoever is at fault, and posts everybody else', async () => {
    store.outcome = (items) => {
      if (items.some(({ commands }) => commands[0]?.op === 'transfer' && commands[0].id === 'bad.0'))
        throw new Error(ITEMS_FAULT);
      return items.map(posted);
    };
    const answers = ['1', '2', 'bad', '3'].map((id) => group.post(item(id)));
    const settled = Promise.allSettled(answers);
    await turn();
    await endAll();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(store.sizes).toEqual([4, 2, 2, 1, 1]);
    await expect(answers[2]).rejects.toThrow(ITEMS_FAULT);
  });

  it('fails a batch as a whole when the store is at fault, and goes on', async () => {
    const error = new Error('connection lost');
    store.outcome = () => {
      throw error;
    };
    const settled = Promise.allSettled([group.post(item('1', 'a')), group.post(item('2', 'b'))]);
    await turn();
    await endAll();
    expect(await settled).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ]);
    expect(store.sizes).toEqual([2]);
    store.outcome = (items) => items.map(posted);
    const again = group.post(item('1', 'a'));
    await turn();
    await endAll();
    expect(await again).toEqual(posted(item('1')));
  });

  it('closes when everybody has their answer, and takes no more from then on', async () => {
    const answers = ['a', 'a', 'b'].map((scope, n) => group.post(item(String(n), scope)));
    let closed = false;
    const closing = group.close().then(() => (closed = true));
    await expect(group.post(item('late'))).rejects.toBeInstanceOf(Refusal);
    await turn();
    store.batches[0]?.end();
    await until(() => store.batches.length === 2);
    expect(closed).toBe(false);
    store.batches[1]?.end();
    await closing;
    expect(await Promise.all(answers)).toHaveLength(3);
  });

  it('closes at once when nobody waits', async () => {
    await group.close();
    await expect(group.post(item('late'))).rejects.toMatchObject({ code: 'ledger_busy' });
    expect(store.sizes).toEqual([]);
  });
});
