import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '../../platform/background-loop.ts';
import { Clock } from '../../shared/clock.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';

/** At most one write a key in so long. */
const EVERY_MS = 60_000;
const PAUSE_MS = 5_000;
/** Keys of one write; what there are more of wait for the next. */
const MAX_AT_ONCE = 1_000;

/** Writes down when keys were last used, to the minute, behind the requests and many keys at a time. What is lost with a process is a minute's. */
@Injectable()
export class KeyUses implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** When each key was last noted; those of the last minute. */
  private readonly notedAtMs = new Map<string, number>();
  private readonly waiting = new Map<string, Date>();
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    ...{ logger: new Logger('ApiKeys'), message: 'uses of keys were not written down', pauseMs: PAUSE_MS },
  });

  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    await this.write().catch(() => undefined);
  }

  /** Costs the request that uses the key a look into memory. */
  note(keyId: string): void {
    const now = this.clock.now();
    const before = this.notedAtMs.get(keyId);
    if (before !== undefined && now.getTime() - before < EVERY_MS) return;
    this.notedAtMs.set(keyId, now.getTime());
    this.waiting.set(keyId, now);
  }

  /** Writes what waits; returns how many keys that were. For its loop, and for tests. */
  async write(): Promise<number> {
    const uses = [...this.waiting].slice(0, MAX_AT_ONCE).map(([keyId, at]) => ({ keyId, at }));
    if (uses.length === 0) return 0;
    await this.keys.markUsed(uses);
    for (const { keyId, at } of uses) if (this.waiting.get(keyId) === at) this.waiting.delete(keyId);
    return uses.length;
  }

  private async turn(): Promise<number> {
    this.forgetOld();
    return (await this.write()) === MAX_AT_ONCE ? 0 : PAUSE_MS;
  }

  private forgetOld(): void {
    const oldest = this.clock.now().getTime() - EVERY_MS;
    for (const [keyId, atMs] of this.notedAtMs) if (atMs <= oldest) this.notedAtMs.delete(keyId);
  }
}
