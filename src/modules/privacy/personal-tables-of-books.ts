import type { NothingPersonal, PersonalTable } from './personal-data.ts';

const BOOKS = 'the books are kept as the law wants it; they name a person by a number alone';
const none = (nothingPersonal: string): NothingPersonal => ({ nothingPersonal });

const OF_THE_PERSON = 'r.user_id = $1';
const OF_AN_ACCOUNT = 'r.account_id = $1';
const ID = ['id', 'uuid'] as const;

/** The same for the books, and what moves money later or by two people. */
export const PERSONAL_TABLES_OF_BOOKS: Readonly<Record<string, PersonalTable | NothingPersonal>> = {
  ledger_account: {
    rows: 'r.owner_id = $1',
    order: ID,
    shown: ['id', 'kind', 'asset', 'status', 'posted', 'pending_debits', 'pending_credits', 'frozen', 'created_at'],
    hidden: {
      ...{ owner_id: 'the person', code: 'made of the others', normal_side: 'ours', overdraft_limit: 'ours' },
      ...{ version: 'ours', updated_at: 'ours' },
    },
    forgotten: { kept: BOOKS },
  },
  ledger_entry: {
    rows: OF_AN_ACCOUNT,
    byAccount: true,
    order: ['version', 'bigint'],
    with: 'join ledger_transfer x on x.id = r.transfer_id',
    shown: [
      ...[
        'account_id',
        'version',
        'transfer_id',
        'amount',
        'balance_before',
        'balance_after',
        'effective_at',
        'created_at',
      ],
      ...['x.kind', 'x.reference', 'x.description', 'x.metadata', 'x.debit_account_id', 'x.credit_account_id'],
    ],
    forgotten: { kept: BOOKS },
  },
  ledger_transfer: {
    rows: 'r.debit_account_id = $1 or r.credit_account_id = $1',
    byAccount: true,
    order: ID,
    shown: [],
    hidden: Object.fromEntries(
      [
        ...[
          'id',
          'kind',
          'debit_account_id',
          'credit_account_id',
          'asset',
          'amount',
          'hold_id',
          'reverses_id',
          'link_id',
        ],
        ...['reference', 'description', 'metadata', 'initiator_id', 'effective_at', 'created_at'],
      ].map((column) => [column, 'shown with the entries that it made']),
    ),
    forgotten: { kept: BOOKS },
  },
  ledger_hold: {
    rows: OF_AN_ACCOUNT.replace('account_id', 'debit_account_id'),
    byAccount: true,
    order: ID,
    shown: [
      ...['id', 'kind', 'debit_account_id', 'credit_account_id', 'asset', 'amount', 'captured', 'status', 'reference'],
      ...['description', 'metadata', 'expires_at', 'created_at', 'resolved_at'],
    ],
    hidden: { initiator_id: 'the person, or somebody else' },
    forgotten: { by: 'ledger_forget_hold_texts', why: `texts that no payee has a copy of; of the rest, ${BOOKS}` },
  },
  ledger_freeze: {
    rows: OF_AN_ACCOUNT,
    byAccount: true,
    order: ID,
    shown: ['id', 'account_id', 'amount', 'released', 'status', 'reason', 'created_at', 'released_at'],
    hidden: { initiator_id: 'somebody else' },
    forgotten: { kept: BOOKS },
  },
  freeze_release: none('how a freeze ended, which is shown with it'),
  ledger_chain: none('hashes of entries'),
  ledger_snapshot: none('sums of entries'),
  ledger_anchor: none('hashes of days'),
  ledger_retention: none('what was detached when'),
  ledger_asset: none('currencies'),
  ledger_business_day: none('days'),
  ledger_posting_template: none('rules'),
  scheduled_transfer: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: [
      ...['id', 'transfer_id', 'from_wallet_id', 'to_wallet_id', 'amount', 'currency', 'reference', 'description'],
      ...['metadata', 'status', 'refusal_code', 'scheduled_for', 'created_at', 'updated_at'],
    ],
    hidden: { user_id: 'the person', review_id: 'ours', version: 'ours' },
    forgotten: { set: { reference: 'null', description: 'null', metadata: 'null' } },
  },
  adjustment: {
    rows: 'r.wallet_id = $1',
    byAccount: true,
    order: ID,
    shown: [
      ...['id', 'wallet_id', 'transfer_id', 'direction', 'amount', 'currency', 'reason', 'reference', 'effective_at'],
      ...['status', 'decision_reason', 'created_at', 'decided_at'],
    ],
    hidden: { maker_id: 'somebody else', checker_id: 'somebody else', version: 'ours' },
    forgotten: { kept: BOOKS },
  },
  balance_monitor: {
    rows: 'r.owner_id = $1',
    order: ID,
    shown: [
      ...['id', 'account_id', 'metric', 'direction', 'threshold', 'rearm_at', 'state', 'last_value', 'last_fired_at'],
      'created_at',
    ],
    hidden: { owner_id: 'the person', seen_version: 'ours', seen_at: 'ours', version: 'ours' },
    forgotten: { deleted: true },
  },
  fx_quote: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: [
      ...['id', 'sell_currency', 'buy_currency', 'sell_amount', 'buy_amount', 'rate', 'spread_basis_points'],
      ...['created_at', 'expires_at', 'used_at'],
    ],
    hidden: { user_id: 'the person', rate_id: 'ours' },
    forgotten: { kept: BOOKS },
  },
  fx_exchange: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: ['id', 'quote_id', 'from_wallet_id', 'to_wallet_id', 'sell_transfer_id', 'buy_transfer_id', 'created_at'],
    hidden: { user_id: 'the person' },
    forgotten: { kept: BOOKS },
  },
  fx_rate: none('prices'),
};
