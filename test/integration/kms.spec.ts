import { MasterKeys, SecretBox } from '../../src/platform/crypto/index.ts';
import { asSystem } from '../../src/platform/postgres/index.ts';
import { FakeKms } from '../support/fake-kms.ts';
import { openStores, startPlatformApp, type Stores } from './platform-app.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const place = { table: 'device', column: 'push_token', rowId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' };

describe('with AWS KMS', () => {
  let kms: FakeKms;
  let own: Stores;
  beforeEach(async () => {
    kms = await FakeKms.start();
    own = await openStores();
  });
  afterEach(async () => {
    await kms.stop();
    await own.drop();
  });

  const environment = (keyId: string, more: Record<string, string> = {}) => ({
    ...{ KEY_PROVIDER: 'kms', KMS_KEY_ID: keyId, KMS_ENDPOINT: kms.endpoint, ENCRYPTION_KEY: '' },
    ...more,
  });

  it('data keys are made and unwrapped there, once a process', async () => {
    const first = await startPlatformApp(own, { environment: environment(kms.createKey()) });
    const sealed = Array.from({ length: 20 }, () => first.app.get(SecretBox).seal('secret', place));
    expect(kms.calls).toEqual(['GenerateDataKey', 'GenerateDataKey', 'Decrypt', 'Decrypt']);
    kms.calls.length = 0;
    const second = await startPlatformApp(own, { environment: environment(kms.createKey()) });
    const opened = await Promise.all(sealed.map((each) => second.app.get(SecretBox).open(each, place)));
    expect(opened).toEqual(sealed.map(() => 'secret'));
    expect(kms.calls).toEqual(['Decrypt', 'Decrypt']);
    await first.app.close();
    await second.app.close();
  });

  it('what it does not answer is asked again, and the process goes on with the keys it has', async () => {
    kms.failing = { times: 1, status: 500, type: 'KMSInternalException' };
    const { app } = await startPlatformApp(own, { environment: environment(kms.createKey()) });
    const sealed = app.get(SecretBox).seal('secret', place);
    await kms.stop();
    expect(await app.get(SecretBox).open(sealed, place)).toBe('secret');
    await app.close();
    kms = await FakeKms.start();
  });

  it('a process without it starts, and refuses what needs a key until it is back', async () => {
    kms.failing = { times: 1_000, status: 500, type: 'KMSInternalException' };
    const { app } = await startPlatformApp(own, { environment: environment(kms.createKey()) });
    const secretBox = app.get(SecretBox);
    expect(() => secretBox.seal('secret', place)).toThrow('store_unavailable');
    kms.failing = { times: 0, status: 500, type: '' };
    const deadline = Date.now() + PATIENCE_MS;
    for (let sealed = ''; sealed === '';) {
      if (Date.now() > deadline) throw new Error('the keys did not come');
      await new Promise((resolve) => setImmediate(resolve));
      try {
        sealed = secretBox.seal('secret', place);
      } catch (error) {
        expect(String(error)).toContain('store_unavailable');
      }
    }
    await app.close();
  });

  it('a process whose data keys KMS will never unwrap does not start', async () => {
    const { app } = await startPlatformApp(own, { environment: environment(kms.createKey()) });
    await app.close();
    kms.failing = { times: 1_000, status: 400, type: 'InvalidCiphertextException' };
    await expect(startPlatformApp(own, { environment: environment(kms.createKey()) })).rejects.toThrow('KMS');
  });

  it('a deployment may go from a local key to KMS', async () => {
    const local = await startPlatformApp(own);
    const sealed = local.app.get(SecretBox).seal('secret', place);
    await local.app.close();
    const ENCRYPTION_KEY = String(own.environment['ENCRYPTION_KEY']);
    const moved = await startPlatformApp(own, { environment: environment(kms.createKey(), { ENCRYPTION_KEY }) });
    expect(await moved.app.get(SecretBox).open(sealed, place)).toBe('secret');
    expect(await asSystem('operator', () => moved.app.get(MasterKeys).rewrap(() => Promise.resolve()))).toBe(2);
    await moved.app.close();
    const alone = await startPlatformApp(own, { environment: environment(kms.createKey()) });
    expect(await alone.app.get(SecretBox).open(sealed, place)).toBe('secret');
    await alone.app.close();
  });

  it('a deployment may leave KMS, with its key known for as long as something depends on it', async () => {
    const keyId = kms.createKey();
    const before = await startPlatformApp(own, { environment: environment(keyId) });
    const sealed = before.app.get(SecretBox).seal('secret', place);
    await before.app.close();
    await expect(startPlatformApp(own)).rejects.toThrow('is not configured');
    const leaving = { KEY_PROVIDER: 'local', KMS_KEY_ID: keyId, KMS_ENDPOINT: kms.endpoint };
    const moved = await startPlatformApp(own, { environment: leaving });
    expect(await moved.app.get(SecretBox).open(sealed, place)).toBe('secret');
    expect(await asSystem('operator', () => moved.app.get(MasterKeys).rewrap(() => Promise.resolve()))).toBe(2);
    await moved.app.close();
    kms.deleteKey(keyId);
    const alone = await startPlatformApp(own);
    expect(await alone.app.get(SecretBox).open(sealed, place)).toBe('secret');
    await alone.app.close();
  });

  it('an alias that means another key takes the data keys with it, and the first key may go', async () => {
    const [first, second] = [kms.createKey(), kms.createKey()];
    kms.aliases.set('alias/trivet', first);
    const { app } = await startPlatformApp(own, { environment: environment('alias/trivet') });
    const [sealed, masterKeys] = [app.get(SecretBox).seal('secret', place), app.get(MasterKeys)];
    const rewrap = () => asSystem('operator', () => masterKeys.rewrap(() => Promise.resolve()));
    expect(await rewrap()).toBe(0);
    kms.aliases.set('alias/trivet', second);
    const before = await asSystem('operator', () => masterKeys.dependence());
    expect(before).toMatchObject({ master: `kms:${second}`, dataKeys: [{ name: 'index:1' }, { name: 'seal:1' }] });
    expect(await rewrap()).toBe(2);
    await app.close();
    kms.deleteKey(first);
    const after = await startPlatformApp(own, { environment: environment('alias/trivet') });
    expect(await after.app.get(SecretBox).open(sealed, place)).toBe('secret');
    await after.app.close();
  });

  it('one that refuses to wrap leaves the data keys as they are', async () => {
    const { app } = await startPlatformApp(own);
    const sealed = app.get(SecretBox).seal('secret', place);
    await app.close();
    const ENCRYPTION_KEY = String(own.environment['ENCRYPTION_KEY']);
    const moved = await startPlatformApp(own, { environment: environment(kms.createKey(), { ENCRYPTION_KEY }) });
    kms.failing = { times: 1, status: 400, type: 'AccessDeniedException' };
    const rewrapping = asSystem('operator', () => moved.app.get(MasterKeys).rewrap(() => Promise.resolve()));
    await expect(rewrapping).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await moved.app.close();
    const back = await startPlatformApp(own);
    expect(await back.app.get(SecretBox).open(sealed, place)).toBe('secret');
    await back.app.close();
  });
});
