import { Inject, Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { CARD_DIRECTORY, type CardDirectory } from './card-directory.ts';
import { PaymentMethodsRepository, type SealedMethod } from './payment-methods.repository.ts';
import { SealedTokens } from './sealed-tokens.ts';

/**
 * Takes a removed method's card from its user at the provider too, and then erases the token. Done again it changes nothing. A
 * provider that is not in use any more cannot be told. Throws what the provider throws: it is to be tried again.
 */
@Injectable()
export class ReleaseMethod {
  constructor(
    @Inject(CARD_DIRECTORY) private readonly directory: CardDirectory | null,
    private readonly transactions: Transactions,
    private readonly methods: PaymentMethodsRepository,
    private readonly tokens: SealedTokens,
  ) {}

  async execute(id: string): Promise<void> {
    const method = await this.methods.removed(id);
    if (!method) return;
    if (method.provider === this.directory?.name) await this.release(this.directory, method);
    await this.transactions.run(async (tx) => {
      if (!(await this.methods.eraseToken(tx, id))) return;
      await audit.record(tx, { service: 'payment-methods', action: 'payment_method.released', subjectId: id });
    });
  }

  // The same card may have been added twice; by the other method it still pays.
  private async release(directory: CardDirectory, method: SealedMethod): Promise<void> {
    const token = await this.tokens.open(method);
    const others = await this.methods.sealedOf(method.userId);
    const tokens = await Promise.all(others.map((other) => this.tokens.open(other)));
    if (!tokens.includes(token)) await directory.release(token);
  }
}
