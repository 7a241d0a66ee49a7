import { endAll, Held, item, LOCKED, posted, sharing, turn, until } from '../../test/support/held-store.ts';
import { GroupCommit, type GroupCommitLimits } from './group-commit.ts';

const LIMITS: GroupCommitLimits = { inFlight: 2, batch: 4, waiting: 10, another: 3, patienceMs: 5 };

describe('who shares accounts or claims in group commit', () => {
  let store: Held;
  let group: GroupCommit;
  beforeEach(() => {
    store = new Held();
    group = new GroupCommit(store, LIMITS);
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
    await endAll(store, group);
    await Promise.all(answers);
  });

  it('does not send an empty batch when all who wait are held back', async () => {
    const answers = ['a', 'a', 'a', 'a'].map((scope, n) => group.post(item(String(n), scope)));
    await turn();
    await turn();
    expect(store.sizes).toEqual([1]);
    await endAll(store, group);
    expect(store.sizes).toEqual([1, 1, 1, 1]);
    await Promise.all(answers);
  });

  it('lets nobody go who shares an account with a batch in flight, however many and for however long', async () => {
    const answers = [group.post(sharing('hot', 'a'))];
    await turn();
    answers.push(...['b', 'c', 'd', 'e'].map((other) => group.post(sharing('hot', other))));
    const patienceIsOver = Date.now() + 4 * LIMITS.patienceMs;
    await until(() => Date.now() > patienceIsOver);
    expect(store.sizes).toEqual([1]);
    await endAll(store, group);
    expect(store.sizes).toEqual([1, 4]);
    await Promise.all(answers);
  });

  it('sends those who were held as soon as the batch that they waited for is done, beside another', async () => {
    const patient = new GroupCommit(store, { ...LIMITS, patienceMs: 60_000 });
    const answers = [patient.post(sharing('hot', 'a'))];
    await turn();
    answers.push(...['b', 'c', 'd'].map((other) => patient.post(sharing('hot', other))));
    await turn();
    answers.push(...['1', '2', '3'].map((id) => patient.post(item(id))));
    await turn();
    expect(store.sizes).toEqual([1, 3]);
    store.batches[0]?.end();
    await until(() => store.batches.length === 3);
    expect(store.batches[2]?.items).toEqual(['b', 'c', 'd'].map((other) => sharing('hot', other)));
    store.batches[1]?.end();
    store.batches[2]?.end();
    await Promise.all(answers);
  });

  it('lets the one go who wants two busy accounts, though others of each come all the time', async () => {
    const eager = new GroupCommit(store, { ...LIMITS, another: 1, patienceMs: 60_000 });
    const answers = [eager.post(sharing('hot', 'a')), eager.post(sharing('warm', 'b'))];
    await turn();
    expect(store.sizes).toEqual([1, 1]);
    let answered = false;
    answers.push(eager.post(sharing('hot', 'warm')).finally(() => (answered = true)));
    let ended = 0;
    for (let round = 0; !answered; round += 1) {
      expect(round).toBeLessThan(20);
      answers.push(eager.post(sharing(round % 2 === 0 ? 'hot' : 'warm', `c${round}`)));
      store.batches[ended]?.end();
      ended = Math.min(ended + 1, store.batches.length);
      for (let n = 0; n < 3; n += 1) await turn();
    }
    await endAll(store, eager);
    await Promise.all(answers);
  });

  it('does not let those who share one account with a waiter overtake it for ever', async () => {
    const answers = [group.post(sharing('hot', 'a')), group.post(sharing('warm', 'b'))];
    const both = group.post(sharing('hot', 'warm'));
    let answered = false;
    void both.then(() => (answered = true));
    for (let ended = 0; !answered; ended += 1) {
      await until(() => store.batches.length > ended);
      answers.push(group.post(sharing('hot', 'c')), group.post(sharing('warm', 'd')));
      store.batches[ended]?.end();
      await turn();
      expect(ended).toBeLessThan(20);
    }
    await endAll(store, group);
    await Promise.all(answers);
  });

  it('hurries from the first with whoever wants what was locked a moment ago, and with nobody else', async () => {
    store.outcome = () => {
      throw new Error(LOCKED);
    };
    const refused = async (): Promise<void> => {
      const settled = Promise.allSettled([group.post(sharing('held', 'by somebody'))]);
      await turn();
      await endAll(store, group);
      expect((await settled)[0]?.status).toBe('rejected');
    };
    await refused();
    await refused();
    store.outcome = (items) => items.map(posted);
    const free = group.post(item('free'));
    await turn();
    await endAll(store, group);
    await free;
    expect(store.batches.map(({ hurried }) => hurried)).toEqual([false, true, false]);
  });
});
