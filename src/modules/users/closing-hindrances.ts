import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Refusal } from '../../shared/refusal.ts';

/** Why a person's account cannot be closed now; nothing when it can. */
type Hindrance = (tx: Tx, userId: string) => Promise<Refusal | undefined>;

/** What keeps an account from being closed that people know nothing of: who does says so when the application starts. */
@Injectable()
export class ClosingHindrances {
  private readonly hindrances: Hindrance[] = [];

  register(hindrance: Hindrance): void {
    this.hindrances.push(hindrance);
  }

  async first(tx: Tx, userId: string): Promise<Refusal | undefined> {
    for (const hindrance of this.hindrances) {
      const refusal = await hindrance(tx, userId);
      if (refusal) return refusal;
    }
    return undefined;
  }
}
