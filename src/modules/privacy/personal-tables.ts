import type { NothingPersonal, PersonalTable } from './personal-data.ts';

const BOOKS = 'the books are kept as the law wants it; they name a person by a number alone';
const HISTORY = 'what was done is kept as proof; it names a person by a number alone';
const none = (nothingPersonal: string): NothingPersonal => ({ nothingPersonal });

const OF_THE_PERSON = 'r.user_id = $1';
const OF_AN_ACCOUNT = 'r.account_id = $1';
const ID = ['id', 'uuid'] as const;

/**
 * Every table of PostgreSQL, and what of it is a person's: what they get when they ask for their data, and what becomes of it when they
 * are forgotten. A test compares it with the schema, column by column. In the order in which rows are forgotten.
 */
export const PERSONAL_TABLES: Readonly<Record<string, PersonalTable | NothingPersonal>> = {
  app_user: {
    rows: 'r.id = $1',
    order: ID,
    shown: [
      ...[
        'id',
        'email',
        'first_name',
        'last_name',
        'phone',
        'roles',
        'status',
        'kyc_status',
        'created_at',
        'updated_at',
      ],
      ...['email_verified_at', 'phone_verified_at', 'deleted_at'],
    ],
    hidden: { password_hash: 'proves who they are', version: 'ours', session_epoch: 'ours' },
    forgotten: {
      set: {
        email: "'erased-' || r.id || '@erased.invalid'",
        ...{ first_name: "'Erased'", last_name: "'Person'", phone: 'null', password_hash: "''" },
        ...{ email_verified_at: 'null', phone_verified_at: 'null' },
      },
    },
  },
  user_profile: {
    rows: OF_THE_PERSON,
    order: ['user_id', 'uuid'],
    shown: ['sealed_details', 'version', 'submitted_at'],
    hidden: { user_id: 'the person' },
    sealed: { column: 'sealed_details', id: 'user_id' },
    forgotten: { deleted: true },
  },
  totp_factor: {
    rows: OF_THE_PERSON,
    order: ['user_id', 'uuid'],
    shown: ['confirmed_at', 'created_at'],
    hidden: { user_id: 'the person', sealed_secret: 'proves who they are', last_step: 'ours' },
    forgotten: { deleted: true },
  },
  recovery_code: {
    rows: OF_THE_PERSON,
    order: ['code_hash', 'text'],
    shown: ['used_at'],
    hidden: { user_id: 'the person', code_hash: 'proves who they are' },
    forgotten: { deleted: true },
  },
  passkey: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: ['id', 'name', 'transports', 'backed_up', 'created_at', 'last_used_at'],
    hidden: { user_id: 'the person', credential_id: 'ours', public_key: 'ours', counter: 'ours' },
    forgotten: { deleted: true },
  },
  user_change: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: ['id', 'field', 'from_value', 'to_value', 'reason', 'created_at'],
    hidden: { user_id: 'the person', changed_by: 'somebody else' },
    forgotten: { kept: HISTORY },
  },
  access_change: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: ['id', 'change', 'role', 'permission', 'reason', 'created_at'],
    hidden: { user_id: 'the person', changed_by: 'somebody else' },
    forgotten: { kept: HISTORY },
  },
  api_key: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: ['id', 'name', 'permissions', 'created_at', 'rotated_at', 'last_used_at', 'expires_at', 'revoked_at'],
    hidden: {
      user_id: 'the person',
      secret_hash: 'a secret',
      former_hash: 'a secret',
      former_until: 'ours',
      version: 'ours',
    },
    forgotten: { deleted: true },
  },
  ended_session: {
    rows: OF_THE_PERSON,
    order: ['session_id', 'uuid'],
    shown: ['session_id', 'ended_at'],
    hidden: { user_id: 'the person' },
    forgotten: { kept: 'it keeps tokens of theirs from working; swept within a day' },
  },
  person_key: {
    rows: OF_THE_PERSON,
    order: ['user_id', 'uuid'],
    shown: ['created_at', 'rotated_at'],
    hidden: {
      ...{ user_id: 'the person', sealed_key: 'a key', previous_key: 'a key' },
      ...{ version: 'ours', data_key_version: 'ours', destroyed_at: 'ours' },
    },
    forgotten: { kept: 'destroyed, and kept so that there is never another' },
  },
  erasure: {
    rows: OF_THE_PERSON,
    order: ['user_id', 'uuid'],
    shown: ['cause', 'requested_at', 'completed_at'],
    hidden: { user_id: 'the person' },
    forgotten: { kept: 'it says that they are forgotten' },
  },
  legal_hold: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: [],
    hidden: Object.fromEntries(
      ['id', 'user_id', 'reason', 'placed_by', 'placed_at', 'released_by', 'released_at', 'release_reason'].map(
        (column) => [column, 'an investigation of which the person need not know'],
      ),
    ),
    forgotten: { kept: HISTORY },
  },

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
    forgotten: { kept: BOOKS },
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
    hidden: { user_id: 'the person', version: 'ours' },
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
