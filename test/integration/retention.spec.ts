import { randomUUID } from 'node:crypto';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { RETENTION } from '../../src/shared/retention.ts';
import { AuditWorld } from '../support/audit-world.ts';
import { Stage } from '../support/stage.ts';
import type { Person } from '../support/world.ts';

const DAY_MS = 86_400_000;

interface Decision {
  readonly ageDays: number;
  readonly of?: Person;
  readonly reviewStatus?: string;
  readonly reviewedDaysAgo?: number;
}

// Real: PostgreSQL.
describe('what is kept for its time', () => {
  let world: AuditWorld;
  let [ada, held, reviewer] = [] as unknown as [Person, Person, Person];

  beforeAll(async () => {
    world = await AuditWorld.open();
    [ada, held, reviewer] = [await world.person(), await world.person(), await world.person(['admin'])];
    const path = `/admin/users/${held.id}/legal-holds`;
    expect((await world.call('POST', path, reviewer, { body: { reason: 'Case 1' } })).status).toBe(201);
  });
  afterAll(() => world.close());

  const ago = (days: number): Date => new Date(world.clock.now().getTime() - days * DAY_MS);

  describe('of risk', () => {
    const KEPT_DAYS = RETENTION.riskDecision.keptMs / DAY_MS;
    const run = () => world.app.get(Jobs).runNow('risk-decision-cleanup');

    const decided = async ({ ageDays, of = ada, reviewStatus, reviewedDaysAgo }: Decision): Promise<string> => {
      const id = randomUUID();
      const isDecided = reviewedDaysAgo !== undefined;
      await world.asOwner(
        `insert into risk_decision (id, movement_id, subject, user_id, parts, decision, score, reasons, review_status, review_version,
                                    reviewer_id, reviewed_at, created_at)
         values ($1, $1, 'transfer', $2, '[]', $3, 100, '{}', $4, 1, $5, $6, $7)`,
        [
          ...[id, of.id, reviewStatus === undefined ? 'block' : 'review', reviewStatus ?? null],
          ...[isDecided ? reviewer.id : null, isDecided ? ago(reviewedDaysAgo) : null, ago(ageDays)],
        ],
      );
      return id;
    };
    const isKept = async (id: string): Promise<boolean> =>
      (await world.asOwner('select 1 from risk_decision where id = $1', [id])).length === 1;

    it('is deleted when it is old; not what is to be looked at, what was lately, and what is held', async () => {
      const [old, reviewed] = [
        await decided({ ageDays: KEPT_DAYS + 1 }),
        await decided({ ageDays: KEPT_DAYS + 9, reviewStatus: 'approved', reviewedDaysAgo: KEPT_DAYS + 1 }),
      ];
      const kept = [
        await decided({ ageDays: KEPT_DAYS - 1 }),
        await decided({ ageDays: KEPT_DAYS + 1, of: held }),
        await decided({ ageDays: KEPT_DAYS + 1, reviewStatus: 'open' }),
        await decided({ ageDays: KEPT_DAYS + 1, reviewStatus: 'taken' }),
        await decided({ ageDays: KEPT_DAYS + 9, reviewStatus: 'rejected', reviewedDaysAgo: KEPT_DAYS - 1 }),
      ];
      expect(await run()).toMatchObject({ status: 'succeeded', processed: 2 });
      expect([await isKept(old), await isKept(reviewed)]).toEqual([false, false]);
      expect(await Promise.all(kept.map(isKept))).toEqual(kept.map(() => true));
      expect(await world.logged('subjectId=risk_decision')).toMatchObject([
        { action: 'decisions.deleted', actor: 'job:risk-decision-cleanup', after: { deleted: 2 } },
      ]);
      expect(await run()).toMatchObject({ processed: 0 });
      expect(await world.logged('subjectId=risk_decision')).toHaveLength(1);
    });

    it('is not deleted earlier, whoever asks', async () => {
      const young = await decided({ ageDays: 364 });
      const waiting = await decided({ ageDays: 9_999, reviewStatus: 'open' });
      for (const id of [young, waiting]) {
        await expect(world.asOwner('delete from risk_decision where id = $1', [id])).rejects.toThrow('is kept');
      }
      await expect(world.asOwner('truncate risk_decision')).rejects.toThrow('is kept');
      const old = await decided({ ageDays: KEPT_DAYS + 1 });
      const asApp = `set role trivet_app; select set_config('trivet.person', '${ada.id}', false);
                     delete from risk_decision where id = '${old}'`;
      await expect(world.asOwner(asApp)).rejects.toThrow('permission denied');
    });
  });

  describe('of codes', () => {
    it('is deleted when nobody scanned it; not what was scanned, is young, or is held', async () => {
      const stage = new Stage(world);
      const [shown, ofHeld] = [await stage.shown(), await stage.shown()];
      const code = async (treat: typeof shown, status: string, ageDays: number): Promise<string> => {
        const id = randomUUID();
        const times = { createdAt: ago(ageDays), expiresAt: ago(ageDays) };
        const { orderId, venueId } = treat;
        await world.postgres.transaction((tx) =>
          tx.redemption.create({ data: { id, orderId, venueId, status, ...times } }),
        );
        return id;
      };
      const path = `/admin/users/${ofHeld.recipient.id}/legal-holds`;
      await world.call('POST', path, reviewer, { body: { reason: 'Case 2' } });
      const old = await code(shown, 'issued', 31);
      const kept = [
        ...[await code(shown, 'scanned', 31), await code(shown, 'confirmed', 31)],
        ...[await code(shown, 'issued', 29), await code(ofHeld, 'issued', 31), shown.redemptionId],
      ];
      const run = await world.app.get(Jobs).runNow('redemption-cleanup');
      expect(run).toMatchObject({ status: 'succeeded', processed: 1 });
      const found = await world.postgres.prisma.redemption.findMany({ where: { id: { in: [old, ...kept] } } });
      expect(found.map(({ id }) => id).sort()).toEqual([...kept].sort());
    });
  });
});
