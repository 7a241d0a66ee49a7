import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import {
  BlindIndex,
  derivedKey,
  PersonalBox,
  PersonKeysRepository,
  SecretBox,
} from '../../src/platform/crypto/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

const place = { table: 'device', column: 'push_token', rowId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' };

let stores: Stores;
let platform: PlatformApp;
let box: SecretBox;
let personal: PersonalBox;
let postgres: Postgres;

beforeAll(async () => {
  stores = await openStores();
  platform = await startPlatformApp(stores);
  box = platform.app.get(SecretBox);
  personal = platform.app.get(PersonalBox);
  postgres = platform.app.get(Postgres);
});
afterAll(async () => {
  await platform.app.close();
  await stores.drop();
});

async function person(): Promise<string> {
  const id = randomUUID();
  await postgres.pool.query(
    `insert into app_user (id, email, password_hash, first_name, last_name, roles, created_at, updated_at)
     values ($1, gen_random_uuid() || '@test.example', 'none', 'Ada', 'Test', '{customer}', now(), now())`,
    [id],
  );
  return id;
}

const sealFor = (id: string, text: string): Promise<string> =>
  postgres.transaction((tx) => personal.seal(tx, id, text, place));

describe('the secret box', () => {
  it('opens what it sealed', async () => {
    expect(await box.open(box.seal('höchst geheim', place), place)).toBe('höchst geheim');
  });

  it('seals the same text differently each time, and names its key', () => {
    const sealed = box.seal('secret', place);
    expect(sealed).toMatch(/^k1\.[A-Za-z0-9_-]+$/);
    expect(box.seal('secret', place)).not.toBe(sealed);
  });

  it.each([{ table: 'other' }, { column: 'other' }, { rowId: 'other' }])(
    'does not open a value moved to %o',
    async (moved) => {
      await expect(box.open(box.seal('secret', place), { ...place, ...moved })).rejects.toThrow();
    },
  );

  it('does not open a value that was changed', async () => {
    const sealed = box.seal('secret', place);
    const [version, text = ''] = sealed.split('.');
    const bytes = Buffer.from(text, 'base64url');
    // The bytes themselves: another last letter may spell the same ones.
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      await expect(box.open(`${version}.${changed.toString('base64url')}`, place)).rejects.toThrow();
    }
  });

  it.each([
    '',
    'k1',
    'k1.',
    'k1.AAAA',
    'k2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'v1.',
    'p1.AAAA',
    'plain',
  ])('does not open %p', async (sealed) => {
    await expect(box.open(sealed, place)).rejects.toThrow();
  });

  it('opens what was sealed before there were data keys', async () => {
    const key = derivedKey(Buffer.from(stores.environment['ENCRYPTION_KEY'] ?? '', 'base64'), 'secret-box');
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(
      Buffer.from(`${place.table}.${place.column}.${place.rowId}`),
    );
    const ciphertext = Buffer.concat([cipher.update('old secret', 'utf8'), cipher.final()]);
    const sealed = `v1.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
    expect(await box.open(sealed, place)).toBe('old secret');
    await expect(box.open(sealed, { ...place, rowId: 'other' })).rejects.toThrow();
  });
});

describe('the box of persons', () => {
  it('opens what it sealed for the person, and for nobody else', async () => {
    const [ada, bob] = [await person(), await person()];
    const sealed = await sealFor(ada, 'secret');
    await sealFor(bob, 'another');
    expect(sealed).toMatch(/^p1\.[A-Za-z0-9_-]+$/);
    expect(await personal.open(ada, sealed, place)).toBe('secret');
    await expect(personal.open(bob, sealed, place)).rejects.toThrow();
    await expect(personal.open(ada, sealed, { ...place, rowId: 'other' })).rejects.toThrow();
  });

  it('makes one key a person, also for many at the same moment', async () => {
    const ada = await person();
    const sealed = await Promise.all(Array.from({ length: 8 }, (_, at) => sealFor(ada, String(at))));
    const opened = await Promise.all(sealed.map((each) => personal.open(ada, each, place)));
    expect(opened).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('keeps the keys of persons sealed themselves, and bound to their persons', async () => {
    const [ada, bob] = [await person(), await person()];
    const sealed = await sealFor(ada, 'secret');
    await sealFor(bob, 'another');
    await postgres.pool.query(
      'update person_key set sealed_key = (select sealed_key from person_key where user_id = $1) where user_id = $2',
      [ada, bob],
    );
    await expect(personal.open(bob, sealed, place)).rejects.toThrow();
  });

  it('opens nothing of whose key was destroyed, and seals nothing for them', async () => {
    const ada = await person();
    const sealed = await sealFor(ada, 'secret');
    const before = await postgres.pool.query('select sealed_key from person_key where user_id = $1', [ada]);
    const destroy = () => postgres.transaction((tx) => platform.app.get(PersonKeysRepository).destroy(tx, ada));
    await destroy();
    await destroy();
    await expect(personal.open(ada, sealed, place)).rejects.toThrow('is not there');
    await expect(sealFor(ada, 'more')).rejects.toThrow('destroyed');
    const again = postgres.pool.query('update person_key set sealed_key = $2, destroyed_at = null where user_id = $1', [
      ada,
      (before.rows[0] as { sealed_key: string }).sealed_key,
    ]);
    await expect(again).rejects.toThrow('was destroyed');
  });
});

describe('the blind index', () => {
  it('is the same for the same value of the same column, and for nothing else', () => {
    const index = platform.app.get(BlindIndex);
    const card = index.of('fingerprint', { table: 'payment_method', column: 'card_index' });
    expect(index.of('fingerprint', { table: 'payment_method', column: 'card_index' })).toBe(card);
    expect(index.of('fingerprint', { table: 'payment_method', column: 'other' })).not.toBe(card);
    expect(index.of('fingerprints', { table: 'payment_method', column: 'card_index' })).not.toBe(card);
    expect(card).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('data keys', () => {
  it('are kept wrapped, and neither changed nor removed', async () => {
    const { rows } = await postgres.pool.query(
      'select purpose, version, length(wrapped) as bytes, wrapped_by from data_key',
    );
    expect(rows).toEqual([
      { purpose: 'seal', version: 1, bytes: 60, wrapped_by: expect.stringMatching(/^local:/) as unknown },
      { purpose: 'index', version: 1, bytes: 60, wrapped_by: expect.stringMatching(/^local:/) as unknown },
    ]);
    await expect(postgres.pool.query('delete from data_key')).rejects.toThrow('only ever retired');
    await expect(postgres.pool.query('truncate data_key')).rejects.toThrow('permission denied');
    await expect(postgres.pool.query("update data_key set wrapped = ''")).rejects.toThrow('only ever retired');
  });

  it('are the same in another process, which does not start with another master key', async () => {
    const sealed = box.seal('secret', place);
    const other = await startPlatformApp(stores);
    expect(await other.app.get(SecretBox).open(sealed, place)).toBe('secret');
    await other.app.close();
    const ENCRYPTION_KEY = randomBytes(32).toString('base64');
    await expect(startPlatformApp(stores, { environment: { ENCRYPTION_KEY } })).rejects.toThrow('is not configured');
  });
});
