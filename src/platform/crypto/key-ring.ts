import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { BackgroundLoop } from '../background-loop.ts';
import { ACTIVATION_MS, type DataKey, REFRESH_MS } from './data-key.ts';
import { DataKeysRepository } from './data-keys.repository.ts';
import { KEY_PROVIDER, type KeyProvider, type KeyPurpose, MasterKeyMissing } from './key-provider.ts';

export interface RingKey {
  readonly version: number;
  readonly key: Buffer;
}

type Held = RingKey & Pick<DataKey, 'purpose' | 'activeFrom'>;

const RETRY_AFTER_SECONDS = 1;

/**
 * The data keys, unwrapped once a process and held in memory. A new key is known to every process for a minute before the
 * first seals with it, so that no process meets a value whose key it does not have.
 */
@Injectable()
export class KeyRing implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Keys');
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    logger: this.logger,
    message: 'the data keys were not read',
    pauseMs: REFRESH_MS,
  });
  private held: readonly Held[] = [];
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly repository: DataKeysRepository,
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
    private readonly clock: Clock,
  ) {}

  /** Makes the first keys of a new database. Throws `MasterKeyMissing`: with the wrong master key nothing could ever be opened. */
  async onApplicationBootstrap(): Promise<void> {
    await this.refresh().catch((error: unknown) => {
      if (error instanceof MasterKeyMissing) throw error;
      // Without PostgreSQL, or KMS, the process starts; what needs a key is answered `store_unavailable` until they are back.
      this.logger.warn(`the data keys wait: ${String(error)}`);
    });
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** The key that seals now. Refuses `store_unavailable` while none was read. */
  current(purpose: KeyPurpose): RingKey {
    const now = this.clock.now();
    const active = this.held.filter((key) => key.purpose === purpose && key.activeFrom <= now);
    return active.at(-1) ?? this.unavailable();
  }

  /** The key of a version. Refuses `store_unavailable` when it is not known, and looks for it behind that. */
  find(purpose: KeyPurpose, version: number): Buffer {
    const found = this.held.find((key) => key.purpose === purpose && key.version === version);
    return found ? found.key : this.unavailable();
  }

  /** Reads the keys again, and unwraps those that are new. */
  refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  /** Makes another key that seals from a minute from now on. Returns its version. */
  async rotate(purpose: KeyPurpose): Promise<number> {
    const newest = Math.max(
      0,
      ...(await this.repository.all()).filter((key) => key.purpose === purpose).map(versionOf),
    );
    await this.make(purpose, newest + 1, new Date(this.clock.now().getTime() + ACTIVATION_MS));
    await this.refresh();
    return newest + 1;
  }

  private async read(): Promise<void> {
    let kept = await this.repository.all();
    const missing = (['seal', 'index'] as const).filter((purpose) => kept.every((key) => key.purpose !== purpose));
    for (const purpose of missing) await this.make(purpose, 1, this.clock.now());
    if (missing.length > 0) kept = await this.repository.all();
    this.held = await Promise.all(kept.map((key) => this.unwrapped(key)));
  }

  private async unwrapped(kept: DataKey): Promise<Held> {
    const { purpose, version, activeFrom } = kept;
    const known = this.held.find((held) => held.purpose === purpose && held.version === version);
    return known ?? { purpose, version, activeFrom, key: await this.provider.unwrap(kept, purpose) };
  }

  private async make(purpose: KeyPurpose, version: number, activeFrom: Date): Promise<void> {
    await this.repository.add(purpose, version, await this.provider.newKey(purpose), activeFrom);
  }

  private async turn(): Promise<number> {
    await this.refresh();
    return REFRESH_MS;
  }

  private unavailable(): never {
    void this.refresh().catch(() => undefined);
    throw refuse('store_unavailable', 'The keys are not there yet', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

function versionOf({ version }: DataKey): number {
  return version;
}
