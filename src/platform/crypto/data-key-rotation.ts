import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { asSystem } from '../postgres/index.ts';
import { ACTIVATION_MS, type DataKey } from './data-key.ts';
import { DataKeysRepository } from './data-keys.repository.ts';
import { KeyRing } from './key-ring.ts';
import { ValuesUnderKeys } from './values-under-keys.ts';

/**
 * One data key takes the place of another: made, known to every process, sealing, and at last alone. How far it has come is to be
 * seen in what is kept, so that it goes on from there.
 */
@Injectable()
export class DataKeyRotation {
  private readonly logger = new Logger('Keys');

  constructor(
    private readonly ring: KeyRing,
    private readonly dataKeys: DataKeysRepository,
    private readonly values: ValuesUnderKeys,
    private readonly clock: Clock,
  ) {}

  /** Makes the next key. It seals from a minute from now on. Returns its version. */
  start(): Promise<number> {
    return this.ring.rotate('seal');
  }

  async newest(): Promise<DataKey | undefined> {
    return (await this.sealing()).at(-1);
  }

  /**
   * Seals what older keys sealed with the newest, as soon as every transaction that may have sealed with the one before it is over, and
   * then retires those. Reports after each few. Throws when some could not be opened; all others are done by then.
   */
  finish(report: (renewed: number) => Promise<void>): Promise<number> {
    // Also from the command line: what is sealed belongs to all people, and what is not seen would not be sealed anew.
    return asSystem('job', () => this.finishForAll(report));
  }

  private async finishForAll(report: (renewed: number) => Promise<void>): Promise<number> {
    const keys = await this.sealing();
    const newest = keys.at(-1);
    if (!newest || !this.isSettled(newest)) return 0;
    const replaced = keys.some(({ version, retiredAt }) => version < newest.version && retiredAt === null);
    const { renewed, failed } = await this.values.renew(newest.version, { all: replaced, report });
    const [first] = failed;
    if (first !== undefined) throw new Error(`${failed.length} could not be sealed anew, the first of them ${first}`);
    if (replaced) await this.retire(newest);
    return renewed;
  }

  private async retire({ version }: DataKey): Promise<void> {
    await this.dataKeys.retireBefore('seal', version);
    this.logger.log(`data key ${version} is alone now`);
  }

  private isSettled({ version, activeFrom }: DataKey): boolean {
    return version === 1 || activeFrom.getTime() + ACTIVATION_MS <= this.clock.now().getTime();
  }

  private async sealing(): Promise<DataKey[]> {
    return (await this.dataKeys.all()).filter(({ purpose }) => purpose === 'seal');
  }
}
