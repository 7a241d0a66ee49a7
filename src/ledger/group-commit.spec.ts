import { Refusal } from '../shared/refusal.ts';
import { endAll, Held, item, ITEMS_FAULT, posted, turn, until } from '../../test/support/held-store.ts';
import { GroupCommit, type GroupCommitLimits } from './group-commit.ts';

const LIMITS: GroupCommitLimits = { inFlight: 2, batch: 4, waiting: 10, another: 3, patienceMs: 5 };

describe('group commit', () => {
  let store: Held;
  let group: GroupCommit;
  beforeEach(() => {
    store = new Held();
    group = new GroupCommit(store, LIMITS);
  });

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
    await endAll(store, group);
    await Promise.all(answers);
  });

  it('gives each its own answer', async () => {
    store.outcome = (items) =>
      items.map((one, index) => (index === 1 ? { state: 'reused' } : { ...posted(one), writtenAt: new Date(index) }));
    const answers = [group.post(item('1')), group.post(item('2')), group.post(item('3'))];
    await turn();
    await endAll(store, group);
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
    await endAll(store, group);
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
    await endAll(store, group);
    await Promise.all([second, third]);
  });

  it('sends an item that is larger than a batch alone', async () => {
    const answers = [group.post(item('1')), group.post(item('large', undefined, 7)), group.post(item('2'))];
    await turn();
    expect(store.sizes).toEqual([2, 1]);
    expect(store.batches[1]?.items[0]?.commands).toHaveLength(7);
    await endAll(store, group);
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
    expect(group.depth).toBe(0);
    const more = group.post(item('4'));
    await endAll(store, group);
    await Promise.all([...first, more]);
    expect(group.depth).toBe(0);
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
    await endAll(store, group);
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(store.sizes).toEqual([4, 2, 2, 1, 1]);
    expect(store.batches.map(({ hurried }) => hurried)).toEqual([false, true, true, true, true]);
    await expect(answers[2]).rejects.toThrow(ITEMS_FAULT);
  });

  it('fails a batch as a whole when the store is at fault, and goes on', async () => {
    const error = new Error('connection lost');
    store.outcome = () => {
      throw error;
    };
    const settled = Promise.allSettled([group.post(item('1', 'a')), group.post(item('2', 'b'))]);
    await turn();
    await endAll(store, group);
    expect(await settled).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ]);
    expect(store.sizes).toEqual([2]);
    store.outcome = (items) => items.map(posted);
    const again = group.post(item('1', 'a'));
    await turn();
    await endAll(store, group);
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

  it('closes when whoever is in flight has their answer, though nobody waits behind them', async () => {
    const many = Array.from({ length: 8 }, (_, n) => group.post(item(String(n))));
    await turn();
    expect(store.sizes).toEqual([4, 4]);
    let closed = false;
    const closing = group.close().then(() => (closed = true));
    store.batches[0]?.end();
    await many[0];
    await turn();
    expect(closed).toBe(false);
    store.batches[1]?.end();
    await closing;
    await Promise.all(many);
  });

  it('is patient for as long as it says, counted from the last that moved', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'Date', 'performance'] });
    const patient = new GroupCommit(store, { ...LIMITS, patienceMs: 100 });
    const answers = [patient.post(item('1'))];
    await turn();
    jest.advanceTimersByTime(60);
    store.batches[0]?.end();
    await answers[0];
    answers.push(patient.post(item('2')));
    await turn();
    answers.push(patient.post(item('3')));
    await turn();
    jest.advanceTimersByTime(99);
    expect(store.sizes).toEqual([1, 1]);
    jest.advanceTimersByTime(1);
    expect(store.sizes).toEqual([1, 1, 1]);
    jest.useRealTimers();
    await endAll(store, group);
    await Promise.all(answers);
  });

  it('closes at once when nobody waits', async () => {
    await group.close();
    await expect(group.post(item('late'))).rejects.toMatchObject({ code: 'ledger_busy' });
    expect(store.sizes).toEqual([]);
  });
});
