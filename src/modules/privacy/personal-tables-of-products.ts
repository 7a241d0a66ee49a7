import type { NothingPersonal, Passing, PersonalTable } from './personal-data.ts';

const BOOKS = 'the books are kept as the law wants it; they name a person by a number alone';
const none = (nothingPersonal: string): NothingPersonal => ({ nothingPersonal });

const OF_THE_PERSON = 'r.user_id = $1';
const OF_THEIR_PAYMENTS = 'r.payment_id in (select id from payment where user_id = $1)';
const OF_THEIR_DISPUTES =
  'r.dispute_id in (select d.id from payment_dispute d join payment p on p.id = d.payment_id where p.user_id = $1)';
const ID = ['id', 'uuid'] as const;

/** The same for payments, venues, friends, orders and the platform. */
export const PERSONAL_TABLES_OF_PRODUCTS: Readonly<Record<string, PersonalTable | NothingPersonal | Passing>> = {
  user_identity: {
    rows: OF_THE_PERSON,
    order: ['provider', 'text'],
    shown: ['provider', 'subject', 'linked_at'],
    hidden: { user_id: 'the person' },
    forgotten: { deleted: true },
  },
  payment_method: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: ['id', 'type', 'provider', 'brand', 'last_four', 'expiry_date', 'is_default', 'created_at', 'removed_at'],
    hidden: { user_id: 'the person', sealed_token: "the provider's secret", card_index: 'ours' },
    forgotten: {
      set: {
        sealed_token: "''",
        card_index: 'null',
        brand: 'null',
        last_four: 'null',
        expiry_date: 'null',
        is_default: 'false',
      },
    },
  },
  payment: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: [
      ...['id', 'wallet_id', 'payment_method_id', 'provider', 'amount', 'currency', 'status', 'provider_reference'],
      ...[
        'failure_code',
        'transfer_id',
        'capture',
        'capture_amount',
        'refunded_amount',
        'disputed_amount',
        'created_at',
        'updated_at',
      ],
    ],
    hidden: {
      user_id: 'the person',
      next_action_url: 'of a moment',
      inquiries: 'ours',
      inquire_at: 'ours',
      version: 'ours',
    },
    forgotten: { set: { next_action_url: 'null' } },
  },
  payment_event: {
    rows: OF_THEIR_PAYMENTS,
    order: ["payment_id || ':' || lpad(r.sequence::text, 10, '0')", 'text'],
    shown: ['payment_id', 'sequence', 'from_status', 'to_status', 'cause', 'refund_id', 'dispute_id', 'created_at'],
    forgotten: { kept: BOOKS },
  },
  payment_refund: {
    rows: OF_THEIR_PAYMENTS,
    order: ID,
    shown: [
      ...['id', 'payment_id', 'amount', 'status', 'reason', 'provider_reference', 'failure_code', 'transfer_id'],
      ...['reversal_id', 'created_at', 'updated_at'],
    ],
    hidden: { inquiries: 'ours', inquire_at: 'ours', version: 'ours' },
    forgotten: { set: { reason: 'null' } },
  },
  payment_dispute: {
    rows: OF_THEIR_PAYMENTS,
    order: ID,
    shown: [
      'id',
      'payment_id',
      'provider',
      'reference',
      'status',
      'reason',
      'amount',
      'currency',
      'owed',
      'written_off',
      'created_at',
      'updated_at',
    ],
    hidden: { evidence_due_at: 'ours', collect_at: 'ours', collect_tries: 'ours', version: 'ours' },
    forgotten: { kept: BOOKS },
  },
  payment_write_off: {
    rows: OF_THEIR_DISPUTES,
    order: ID,
    shown: [
      ...['id', 'dispute_id', 'transfer_id', 'amount', 'currency', 'reason', 'status', 'decision_reason'],
      ...['created_at', 'decided_at'],
    ],
    hidden: { maker_id: 'somebody else', checker_id: 'somebody else', version: 'ours' },
    forgotten: { kept: BOOKS },
  },
  dispute_evidence: {
    rows: OF_THEIR_DISPUTES,
    order: ID,
    shown: ['id', 'dispute_id', 'status', 'stage', 'text', 'documents', 'created_at', 'resolved_at'],
    hidden: { submitted_by: 'somebody else', failure_code: 'ours', submissions_before: 'ours' },
    forgotten: { set: { text: 'null', documents: "'[]'" } },
  },
  provider_subject: none('what a provider is asked about, by its name for it'),
  provider_balance_change: none('our balance at a provider'),
  provider_feed: none('how far a feed was read'),
  provider_payout: none('our money on its way to our bank'),
  sandbox_dispute: none('a pretence'),
  sandbox_payout: none('a pretence'),
  stripe_customer: {
    rows: OF_THE_PERSON,
    order: ['user_id', 'uuid'],
    shown: ['customer_id', 'created_at'],
    hidden: { user_id: 'the person' },
    forgotten: { kept: 'until Stripe has deleted them too: the job erasures asks for it until it is done' },
  },
  stripe_intent: none('numbers of payments at the provider'),
  provider_event: none('numbers of events, for thirty days'),
  sandbox_charge: none('a pretence'),
  sandbox_refund: none('a pretence'),

  venue: none('places, not people'),
  menu_item: none('what venues offer'),
  venue_staff: {
    rows: OF_THE_PERSON,
    order: ['venue_id', 'uuid'],
    shown: ['venue_id', 'role', 'created_at'],
    hidden: { user_id: 'the person' },
    forgotten: { deleted: true },
  },
  friend_group_invitation: {
    rows: 'r.invitee_id = $1 or r.inviter_id = $1',
    order: ID,
    shown: ['id', 'group_id', 'invitee_id', 'inviter_id', 'status', 'created_at', 'resolved_at'],
    forgotten: { deleted: true },
  },
  friend_group_member: {
    rows: OF_THE_PERSON,
    order: ['group_id', 'uuid'],
    shown: ['group_id', 'created_at'],
    hidden: { user_id: 'the person' },
    forgotten: { deleted: true },
  },
  friend_group: {
    rows: 'r.owner_id = $1',
    order: ID,
    shown: ['id', 'name', 'created_at'],
    hidden: { owner_id: 'the person' },
    forgotten: { deleted: true },
  },
  treat_order: {
    rows: 'r.buyer_id = $1 or r.recipient_id = $1',
    order: ID,
    shown: [
      ...['id', 'buyer_id', 'recipient_id', 'venue_id', 'status', 'amount', 'currency', 'message', 'expires_at'],
      ...['created_at', 'updated_at', 'redeemed_at'],
    ],
    hidden: { wallet_id: "the buyer's", hold_id: "the buyer's", version: 'ours' },
    forgotten: { set: { message: 'case when r.buyer_id = $1 then null else r.message end' } },
  },
  treat_order_item: {
    rows: 'r.order_id in (select id from treat_order where buyer_id = $1 or recipient_id = $1)',
    order: ["order_id || ':' || lpad(r.position::text, 10, '0')", 'text'],
    shown: ['order_id', 'position', 'menu_item_id', 'name', 'unit_price', 'quantity'],
    forgotten: { kept: BOOKS },
  },
  redemption: {
    rows: 'r.order_id in (select id from treat_order where recipient_id = $1)',
    order: ID,
    shown: ['id', 'order_id', 'venue_id', 'status', 'expires_at', 'scanned_at', 'confirmed_at', 'created_at'],
    hidden: { bartender_id: 'somebody else' },
    forgotten: { kept: BOOKS },
  },

  permission: none('what there is to be permitted'),
  role: none('what people can be'),
  role_permission: none('what roles may'),
  risk_decision: {
    rows: OF_THE_PERSON,
    order: ID,
    shown: ['id', 'movement_id', 'subject', 'parts', 'device', 'address', 'decision', 'created_at'],
    hidden: {
      ...{ user_id: 'the person', score: 'would tell how to stay below it', reasons: 'the same', claim_scope: 'ours' },
      ...{ claim_fingerprint: 'ours', review_status: 'ours', review_version: 'ours', reviewer_id: 'somebody else' },
      ...{ review_reason: 'written about them for others', reviewed_at: 'ours' },
    },
    forgotten: { set: { device: 'null', address: 'null' } },
  },
  risk_listing: none('who and what nothing is taken from; kept against fraud, by numbers alone'),
  risk_rule: none('what operators look for'),
  risk_rule_change: none('the same, before'),
  setting: none('what operators set'),
  setting_change: none('the same, before'),
  lookup_value: none('what fields may hold'),
  lookup_change: none('the same, before'),
  data_key: none('keys, wrapped'),
  audit_event: { passing: 'on its way to audit-logs, which is shown; gone when it has arrived' },
  audit_posting: { passing: 'on its way to audit_event' },
  audit_chain: none('hashes of events'),
  row_change: {
    rows: 'r.owner_id = $1::uuid',
    order: ['id', 'bigint'],
    shown: [],
    hidden: Object.fromEntries(
      [
        ...['id', 'changed_at', 'table_name', 'row_key', 'operation', 'columns', 'before', 'after', 'person'],
        ...['owner_id', 'database_user', 'application', 'database_transaction'],
      ].map((column) => [column, 'what became of rows, masked; they are shown as they are']),
    ),
    forgotten: { kept: 'proof of what became of rows, masked: it names a person by a number alone' },
  },
  idempotency_claim: { passing: 'hashes of keys, and of what they did; a day' },
  outbox_event: { passing: 'news, with numbers of persons, and messages that are sealed; a week' },
  job_run: none('what jobs did'),
};
