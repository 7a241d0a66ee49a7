import { Injectable } from '@nestjs/common';
import { SecretBox, type SecretPlace } from '../../platform/crypto/index.ts';
import { Ids } from '../../shared/ids.ts';

/** A method's token as it is kept: sealed for the one row that it belongs to. */
@Injectable()
export class SealedTokens {
  constructor(
    private readonly box: SecretBox,
    private readonly ids: Ids,
  ) {}

  /** An id for a new method, and its token sealed for that id. */
  sealNew(token: string): { id: string; sealedToken: string } {
    const id = this.ids.next();
    return { id, sealedToken: this.box.seal(token, placeOf(id)) };
  }

  open(id: string, sealedToken: string): string {
    return this.box.open(sealedToken, placeOf(id));
  }
}

function placeOf(id: string): SecretPlace {
  return { table: 'payment_method', column: 'sealed_token', rowId: id };
}
