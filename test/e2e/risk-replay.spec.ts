import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import type { Body } from '../support/world.ts';

describe('what risk watches', () => {
  let world: RiskWorld;
  inWorld(
    () => RiskWorld.open(),
    async (opened) => {
      world = opened;
      await world.retireAll();
    },
  );

  it('watches in the shadow, which is written down and does nothing', async () => {
    const { alice, from, to } = await world.pair(10_000);
    const { body } = await world.draft({ count: { withinSeconds: 60, atLeast: 2 } }, { name: 'in_the_shadow' });
    await world.move(body.id, 'shadow');
    for (let times = 0; times < 2; times += 1) {
      expect((await world.send(alice, { from, to }, 1)).status).toBe(201);
      await expect(world.watched(alice.id, times + 1)).resolves.toBe(true);
    }
    const seen = await world.movements(alice.id);
    expect(seen.map(({ decision, shadow }) => [decision, (shadow as Body)['reasons']])).toEqual([
      ['watched', ['rule:in_the_shadow:1']],
      ['watched', []],
    ]);
    expect(await world.decisions(alice.id)).toEqual([]);
  });

  it('says of a draft what it would have matched of what was done, page by page', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.set('risk.record_transfers_and_holds', true);
    for (let nth = 1; nth <= 6; nth += 1) {
      await world.send(alice, { from, to }, nth * 100);
      await world.watched(alice.id, nth);
      world.clock.advance(1_000);
    }
    await world.set('risk.record_transfers_and_holds', null);
    const { body: rule } = await world.draft({
      all: [{ count: { withinSeconds: 4, atLeast: 4 } }, { amount: { atLeast: { INR: 500 } } }],
    });
    const { analyst } = await world.staff();
    const matches: Body[] = [];
    let cursor = '';
    for (let page = 0; page < 200; page += 1) {
      const path = `/admin/risk/rules/${rule.id}/replay?limit=2${cursor}`;
      const { body } = await world.call<{ data: Body[]; nextCursor: string | null }>('POST', path, analyst);
      matches.push(...body.data);
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    const mine = matches.filter(({ movement }) => (movement as Body)['userId'] === alice.id);
    expect(
      mine.map(({ movement, decision }) => [(movement as { parts: Body[] }).parts[0]?.['amount'], decision]),
    ).toEqual([
      [500, 'block'],
      [600, 'block'],
    ]);
    expect((await world.send(alice, { from, to }, 700)).status).toBe(201);
  });
});
