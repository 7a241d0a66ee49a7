import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { audit } from '../audit/index.ts';
import { Transactions } from '../postgres/index.ts';
import { type DataKey, nameOf } from './data-key.ts';
import { DataKeysRepository } from './data-keys.repository.ts';
import { KEY_PROVIDER, type KeyProvider, MasterKeyMissing, type WrappedKey } from './key-provider.ts';
import { SealedValuesRepository } from './sealed-values.repository.ts';

/** A data key that another master key wraps than the one that wraps now. */
export interface Dependent {
  readonly name: string;
  readonly wrappedBy: string;
  readonly retired: boolean;
  /** Whether its master key is configured. */
  readonly configured: boolean;
}

export interface Dependence {
  /** The master key that wraps now. */
  readonly master: string;
  readonly dataKeys: readonly Dependent[];
  /** How many values are sealed as before data keys: with whatever master key there was then. */
  readonly firstFormat: number;
}

/**
 * Takes a master key out of service: what it wraps is wrapped anew with the one that wraps now. The data keys stay what they are, and
 * so does all that they seal. How far it has come is to be seen in what is kept, so that it goes on from there.
 */
@Injectable()
export class MasterKeys {
  private readonly logger = new Logger('Keys');

  constructor(
    @Inject(KEY_PROVIDER) private readonly provider: KeyProvider,
    private readonly dataKeys: DataKeysRepository,
    private readonly values: SealedValuesRepository,
    private readonly transactions: Transactions,
  ) {}

  /** What still depends on another master key than the one that wraps now. */
  async dependence(): Promise<Dependence> {
    const master = await this.provider.master();
    const dataKeys = (await this.behind(master)).map((key) => ({
      ...{ name: nameOf(key), wrappedBy: key.wrappedBy },
      ...{ retired: key.retiredAt !== null, configured: this.provider.knows(key.wrappedBy) },
    }));
    return { master, dataKeys, firstFormat: await this.values.inFirstFormat() };
  }

  /**
   * Wraps every data key anew that another master key wraps, each in a transaction of its own, and reports after each. Retired ones
   * whose master key is gone stay as they are. Returns how many it wrapped.
   */
  async rewrap(report: (rewrapped: number) => Promise<void>): Promise<number> {
    let rewrapped = 0;
    for (const key of await this.behind(await this.provider.master())) {
      const anew = await this.wrappedAnew(key);
      if (anew && (await this.replace(key, anew))) rewrapped += 1;
      await report(rewrapped);
    }
    return rewrapped;
  }

  private async behind(master: string): Promise<DataKey[]> {
    return (await this.dataKeys.all()).filter(({ wrappedBy }) => wrappedBy !== master);
  }

  private async wrappedAnew(key: DataKey): Promise<WrappedKey | undefined> {
    const opened = await this.provider.unwrap(key, key.purpose).catch((error: unknown) => {
      if (!(error instanceof MasterKeyMissing)) throw error;
      this.logger.warn(`${nameOf(key)} stays as it is: ${error.message}`);
    });
    if (!opened) return undefined;
    const anew = await this.provider.wrap(opened, key.purpose);
    // A wrapping that does not open would take everything with it that the key sealed.
    if (timingSafeEqual(await this.provider.unwrap(anew, key.purpose), opened)) return anew;
    throw new Error(`${nameOf(key)} was not wrapped as it is`);
  }

  private replace(key: DataKey, anew: WrappedKey): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      if (!(await this.dataKeys.rewrap(tx, key, anew))) return false;
      const [before, after] = [{ wrappedBy: key.wrappedBy }, { wrappedBy: anew.wrappedBy }];
      await audit.record(tx, {
        ...{ service: 'keys', action: 'data_key.rewrapped', subjectId: nameOf(key) },
        ...{ before, after },
      });
      return true;
    });
  }
}
