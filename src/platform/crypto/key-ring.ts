import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { BackgroundLoop } from '../background-loop.ts';
import { besideTransaction } from '../postgres/index.ts';
import { ACTIVATION_MS, type DataKey, nameOf, REFRESH_MS } from './data-key.ts';
import { DataKeysRepository } from './data-keys.repository.ts';
import { KEY_PROVIDER, type KeyProvider, type KeyPurpose, MasterKeyMissing } from './key-provider.ts';

export interface RingKey {
  readonly version: number;
  readonly key: Buffer;
}

const RETRY_AFTER_SECONDS = 1;

/**
 * The data keys, unwrapped once a process and held in memory: those in use at once, so that no request waits for KMS; the retired when
 * first needed, for some may be of a master key that is not there any more. A new key is known to every process for a minute before
 * the first seals with it, so that no process meets a value whose key it does not have.
 */
@Injectable()
export class KeyRing implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    logger: this.logger,
    message: 'the data keys were not read',
    pauseMs: REFRESH_MS,
  });
  private known: readonly DataKey[] = [];
  private readonly unwrapped = new Map<string, Buffer>();
  private readonly unwrapping = new Map<string, Promise<Buffer>>();
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly repository: DataKeysRepository,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
    private readonly clock: Clock,
  ) {}

  /** Makes the first keys of a new database. Throws `MasterKeyMissing`: without its master key what is sealed could never be opened. */
  async onApplicationBootstrap(): Promise<void> {
    await this.refresh().catch((error: unknown) => {
      if (error instanceof MasterKeyMissing) throw error;
      // Without PostgreSQL, or KMS, the process starts; what needs a key is answered `store_unavailable` until they are back.
      this.logger.warn(`the data keys wait: ${String(error)}`);
    });
    const lost = this.known.filter(({ wrappedBy }) => !this.provider.knows(wrappedBy)).map(nameOf);
    if (lost.length > 0) this.logger.warn(`retired data keys whose master key is not configured: ${lost.join(', ')}`);
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** The key that seals now. Refuses `store_unavailable` while none was read. */
  current(purpose: KeyPurpose): RingKey {
    const now = this.clock.now();
    const active = this.known.filter((key) => key.purpose === purpose && key.activeFrom <= now).at(-1);
    return active ? { version: active.version, key: this.held(purpose, active.version) } : this.unavailable();
  }

  /** A key that is in use. Refuses `store_unavailable` when it was not read, and looks for it behind that. */
  held(purpose: KeyPurpose, version: number): Buffer {
    return this.unwrapped.get(nameOf({ purpose, version })) ?? this.unavailable();
  }

  /**
   * Any key there ever was. Refuses `store_unavailable` when it is not known, and looks for it behind that. Throws `MasterKeyMissing`
   * when it is retired and its master key is gone.
   */
  async find(purpose: KeyPurpose, version: number): Promise<Buffer> {
    const known = this.known.find((key) => key.purpose === purpose && key.version === version);
    if (!known) return this.held(purpose, version);
    return this.unwrap(known).catch((error: unknown) => {
      if (error instanceof MasterKeyMissing) throw error;
      this.logger.warn(`${nameOf(known)} was not unwrapped: ${String(error)}`);
      return this.unavailable();
    });
  }

  /** Reads the keys again, and unwraps those in use that are new. */
  refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  /** Makes another key that seals from a minute from now on. Returns its version. */
  async rotate(purpose: KeyPurpose): Promise<number> {
    const newest = Math.max(
      0,
      ...(await this.repository.all()).filter((key) => key.purpose === purpose).map(({ version }) => version),
    );
    const activeFrom = new Date(this.clock.now().getTime() + ACTIVATION_MS);
    const next = { purpose, version: newest + 1, activeFrom };
    await this.repository.addNext(next, await this.provider.newKey(purpose));
    await this.refresh();
    return newest + 1;
  }

  private async read(): Promise<void> {
    let kept = await this.repository.all();
    const missing = (['seal', 'index'] as const).filter((purpose) => kept.every((key) => key.purpose !== purpose));
    for (const purpose of missing) await this.repository.addFirst(purpose, await this.provider.newKey(purpose));
    if (missing.length > 0) kept = await this.repository.all();
    await this.unwrapAll(kept.filter(({ retiredAt }) => retiredAt === null));
    // All of them or none: with the newest not unwrapped, one that is about to be retired would seal.
    this.known = kept;
  }

  private async unwrapAll(keys: readonly DataKey[]): Promise<void> {
    const tried = await Promise.allSettled(keys.map((key) => this.unwrap(key)));
    const failures = tried.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as unknown) : undefined));
    const waiting = failures.find((failure) => failure !== undefined && !(failure instanceof MasterKeyMissing));
    const lost = keys.flatMap((key, at) => {
      const failure = failures[at];
      return failure instanceof MasterKeyMissing ? [`${nameOf(key)}: ${failure.message}`] : [];
    });
    if (lost.length > 0) throw new MasterKeyMissing(lostInUse(lost));
    if (waiting !== undefined) throw waiting as Error;
  }

  // Asked for by many at once, it is unwrapped once.
  private async unwrap(key: DataKey): Promise<Buffer> {
    const name = nameOf(key);
    const done = this.unwrapped.get(name);
    if (done) return done;
    const begun = this.unwrapping.get(name) ?? this.provider.unwrap(key, key.purpose);
    this.unwrapping.set(name, begun);
    try {
      const unwrapped = await begun;
      this.unwrapped.set(name, unwrapped);
      return unwrapped;
    } finally {
      this.unwrapping.delete(name);
    }
  }

  private async turn(): Promise<number> {
    await this.refresh();
    return REFRESH_MS;
  }

  private unavailable(): never {
    void besideTransaction(() => this.refresh()).catch(() => undefined);
    throw refuse('store_unavailable', 'The keys are not there yet', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

function lostInUse(lost: readonly string[]): string {
  return [
    'Data keys in use cannot be unwrapped:',
    ...lost.map((line) => `  ${line}`),
    'Configure the master key again (ENCRYPTION_KEY, OTHER_ENCRYPTION_KEYS, ENCRYPTION_KEY_FILE, KMS). It may go when npm run keys:check says that nothing depends on it.',
  ].join('\n');
}
