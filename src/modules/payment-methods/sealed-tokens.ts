import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BlindIndex, PersonalBox, SealedColumns, type SecretPlace } from '../../platform/crypto/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Ids } from '../../shared/ids.ts';

const TABLE = 'payment_method';
const COLUMN = 'sealed_token';

/** A method's token as it is kept: sealed with its user's key, for the one row that it belongs to. */
@Injectable()
export class SealedTokens implements OnModuleInit {
  constructor(
    private readonly box: PersonalBox,
    private readonly index: BlindIndex,
    private readonly columns: SealedColumns,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.columns.register({ table: TABLE, column: COLUMN, key: 'id', person: 'user_id' });
  }

  /** An id for a new method, and its token sealed for that id. */
  async sealNew(tx: Tx, userId: string, token: string): Promise<{ id: string; sealedToken: string }> {
    const id = this.ids.next();
    return { id, sealedToken: await this.box.seal(tx, userId, token, placeOf(id)) };
  }

  open({
    id,
    userId,
    sealedToken,
  }: {
    readonly id: string;
    readonly userId: string;
    readonly sealedToken: string;
  }): Promise<string> {
    return this.box.open(userId, sealedToken, placeOf(id));
  }

  /** Finds a person's card again by what its provider tells it apart by; it tells nobody else which card it is, or who has the same. */
  cardIndex(userId: string, fingerprint: string): string {
    return this.index.of(`${userId}:${fingerprint}`, { table: TABLE, column: 'card_index' });
  }
}

function placeOf(id: string): SecretPlace {
  return { table: TABLE, column: COLUMN, rowId: id };
}
