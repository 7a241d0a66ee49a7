import {
  ACCOUNT_KINDS,
  POSTING_TEMPLATES,
  type AccountKind,
  type NormalSide,
  type PostingTemplate,
} from '../../ledger/core/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';

export class AccountKindDto {
  /** @example 'wallet' */
  kind!: string;
  /**
   * The side on which its balance grows: credit for what we owe, debit for what we own.
   * @example 'credit'
   */
  normalSide!: NormalSide;
  /**
   * How far below zero a new account of the kind may go, in minor units; null is without limit.
   * @example 0
   */
  overdraftLimit!: number | null;
}

/** A transfer of this kind may debit this kind of account and credit that one. */
export class PostingTemplateDto {
  /** @example 'card-top-up' */
  kind!: string;
  /** @example 'provider-clearing' */
  debit!: string;
  /** @example 'wallet' */
  credit!: string;
}

/** The chart of accounts, and every movement that it allows. Reversals are the way back of what was allowed. */
export class ChartDto {
  accountKinds!: AccountKindDto[];
  postingTemplates!: PostingTemplateDto[];

  static current(): ChartDto {
    const accountKinds = (Object.keys(ACCOUNT_KINDS) as AccountKind[]).map((kind) => {
      const { normalSide, overdraftLimit } = ACCOUNT_KINDS[kind];
      return { kind, normalSide, overdraftLimit: overdraftLimit === null ? null : onWire(overdraftLimit) };
    });
    return { accountKinds, postingTemplates: POSTING_TEMPLATES.map((template: PostingTemplate) => ({ ...template })) };
  }
}
