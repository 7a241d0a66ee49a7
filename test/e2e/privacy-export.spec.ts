import { ALL_PERSONAL_TABLES } from '../../src/modules/privacy/all-personal-tables.ts';
import { isPersonal } from '../../src/modules/privacy/personal-data.ts';
import { PERSONAL_ITEMS, PERSONAL_KEYS } from '../../src/modules/privacy/personal-items.ts';
import { RelayAudit } from '../../src/modules/audit/index.ts';
import { Stage } from '../support/stage.ts';
import { textOfStores } from '../support/store-text.ts';
import { type Person, World } from '../support/world.ts';

type Document = {
  person: string;
  exportedAt: string;
  postgresql: Record<string, Record<string, unknown>[]>;
  dynamodb: Record<string, Record<string, unknown>[]>;
  redis: Record<string, unknown[]>;
};

const PROFILE = {
  dateOfBirth: '1990-04-17',
  address: { line1: '12 Canary Street', city: 'Bengaluru', postalCode: '560001', country: 'IN' },
  documents: [{ type: 'passport', reference: 'vault/canary' }],
};

let world: World;
let stage: Stage;
let ada: Person;
let email: string;
let otherEmail: string;

beforeAll(async () => {
  world = await World.open();
  stage = new Stage(world);
  ({ ada, email, otherEmail } = await fullLife());
  await world.app.get(RelayAudit).drain();
});
afterAll(() => world.close());

/** Somebody who did a little of everything, and somebody else. */
async function fullLife() {
  const account = await stage.account();
  const other = await stage.account();
  const ada = account.person;
  const payer = { ...ada, walletId: await world.wallet(ada, 100_000) };
  const friend = await stage.payer();
  await stage.made('PUT', '/me/profile', ada, PROFILE);
  await stage.made('PATCH', '/me', ada, { phone: '+12125550123' });
  const transfer = { fromWalletId: payer.walletId, toWalletId: friend.walletId, amount: 500, currency: 'INR' };
  await stage.made('POST', '/transfers', ada, {
    ...transfer,
    description: 'canary lunch',
    metadata: { table: 'seven' },
  });
  await stage.hold(payer, friend.walletId);
  await stage.payment(payer);
  await stage.group(ada);
  const bar = await stage.bar();
  const order = { ...stage.orderOf(bar, payer, friend), message: 'canary cheers' };
  await stage.made('POST', '/orders', ada, order);
  await stage.made('POST', '/presence', ada, stage.checkInAt(bar.venueId)).catch(() => undefined);
  return { ada, email: account.email, otherEmail: other.email };
}

async function exported(person: Person): Promise<{ text: string; document: Document }> {
  const { status, text, headers } = await world.call('GET', '/me/export', person);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('application/json');
  expect(headers.get('content-disposition')).toContain('attachment');
  return { text, document: JSON.parse(text) as Document };
}

describe('GET /me/export', () => {
  it('gives what is kept of me, opened where it is sealed', async () => {
    await exported(ada);
    await world.app.get(RelayAudit).drain();
    const { text, document } = await exported(ada);
    expect(document.person).toBe(ada.id);
    expect(document.postgresql['app_user']).toMatchObject([{ id: ada.id, email, phone: '+12125550123' }]);
    expect(document.postgresql['user_profile']).toMatchObject([PROFILE]);
    expect(document.postgresql['payment_method']).toMatchObject([{ brand: 'visa', lastFour: '4242' }]);
    expect(document.postgresql['ledger_entry']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ amount: -500, description: 'canary lunch', metadata: { table: 'seven' } }),
      ]) as unknown,
    );
    for (const section of [
      'payment',
      'payment_event',
      'ledger_hold',
      'friend_group',
      'treat_order',
      'treat_order_item',
    ]) {
      expect([section, document.postgresql[section]?.length]).not.toEqual([section, 0]);
    }
    expect(document.dynamodb['sessions']).toHaveLength(1);
    expect(document.dynamodb['audit-logs/subjectId']?.length).toBeGreaterThan(0);
    expect(text).toContain('canary cheers');
  });

  it('gives nothing that is a secret, and nobody else’s address', async () => {
    const { text } = await exported(ada);
    expect(text).not.toContain(otherEmail);
    const { pool } = world.postgres;
    const { rows } = await pool.query<{ secret: string }>(
      `select password_hash as secret from app_user where id = $1 union all select sealed_key from person_key
       union all select sealed_token from payment_method union all select sealed_details from user_profile`,
      [ada.id],
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ secret }) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/familyHash|secretHash|argon2/);
  });

  it('leaves nothing out that any store holds under my id', async () => {
    const { document } = await exported(ada);
    const kept = (await textOfStores(world.app)).filter(({ text }) => text.includes(ada.id));
    const places = new Set(kept.map(({ place }) => place));
    const missing = [...places].filter((place) => {
      const [store = '', ...rest] = place.split(' ');
      const name = rest.join(' ');
      if (store === 'redis')
        return !PERSONAL_KEYS.some(({ keys }) => patternOf(keys.replace('{person}', ada.id)).test(name));
      const declared = (store === 'postgres' ? ALL_PERSONAL_TABLES : PERSONAL_ITEMS)[name] ?? {};
      if (!isPersonal<object>(declared)) return 'nothingPersonal' in declared;
      if ('shown' in declared && (declared.shown as unknown[]).length === 0) return false;
      const sections = Object.entries(store === 'postgres' ? document.postgresql : document.dynamodb);
      return !sections.some(([section, rows]) => section.split('/')[0] === name && rows.length > 0);
    });
    expect(missing).toEqual([]);
    expect(places.size).toBeGreaterThan(15);
  });

  it('is short for somebody who did nothing yet', async () => {
    const { document } = await exported(await world.person());
    const filled = Object.entries(document.postgresql).filter(([, rows]) => rows.length > 0);
    expect(filled.map(([name]) => name)).toEqual(['app_user']);
  });

  it('is whole when there is more than a page of something', async () => {
    const person = await world.person();
    await world.postgres.pool.query(
      `insert into user_change (id, user_id, field, from_value, to_value, changed_by, created_at)
       select gen_random_uuid(), $1, 'kyc', 'a', n::text, $1, now() from generate_series(1, 1234) n`,
      [person.id],
    );
    const { document } = await exported(person);
    expect(new Set(document.postgresql['user_change']?.map(({ toValue }) => toValue)).size).toBe(1_234);
  });

  it('is written down, and given to nobody else', async () => {
    await exported(ada);
    const { rows } = await world.postgres.pool.query(
      "select 1 from audit_event where content::jsonb ->> 'action' = 'data.exported' and content::jsonb ->> 'subjectId' = $1",
      [ada.id],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect((await world.call('GET', '/me/export')).status).toBe(401);
    expect((await world.call('GET', '/me/export', await world.person([]))).status).toBe(403);
  });
});

function patternOf(keys: string): RegExp {
  return new RegExp(`^${keys.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}
