import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { RefusalCode } from '../../shared/refusal.ts';

/** Why a person's account cannot be closed now; nothing when it can. */
type Hindrance = (tx: Tx, userId: string) => Promise<RefusalCode | undefined>;

/** What keeps an account from being closed that people know nothing of: who does says so when the application starts. */
@Injectable()
export class ClosingHindrances {
  private readonly hindrances: Hindrance[] = [];

  register(hindrance: Hindrance): void {
    this.hindrances.push(hindrance);
  }

  async first(tx: Tx, userId: string): Promise<RefusalCode | undefined> {
    for (const hindrance of this.hindrances) {
      const code = await hindrance(tx, userId);
      if (code) return code;
    }
    return undefined;
  }
}
