/** Tables of DynamoDB with a time to live of their own: what it is depends on the configuration, or on the item. */
export const OWN_TIME: Readonly<Record<string, string>> = {
  sessions: 'as long as a refresh token: REFRESH_TOKEN_SECONDS',
  'one-time-secrets': 'as long as the code, ticket or challenge is good, at most a day',
};

/** Tables whose rows are deleted for another reason than their age. */
export const NOT_BY_AGE: Readonly<Record<string, string>> = {
  ended_session: 'as long as an access token: ACCESS_TOKEN_SECONDS',
  audit_event: 'until the audit log has it, and the queue where there is one',
  audit_posting: 'until the audit log has it',
};

const BOOKS = 'the books: a movement of money is proved for as long as they are kept';
const ENTRIES = 'leave by whole months, as LEDGER_RETENTION_MONTHS says';
const PROOF = 'what the books are checked by: one a day, or one a day and account that moved';
const PRODUCT = 'a business record beside the books: it says what was bought, or promised, with the money';
const OPERATORS = 'grows by what operators do by hand, and accounts for it';
const CATALOGUE = 'configuration: as many as operators or releases make';
const ONE_A_PERSON = 'one a person, or as many as the application lets each have; forgotten with the person';
const PROVIDERS_WORD = 'what a provider says of our money: the books refer to it';
const SANDBOX = 'the books of a provider that is played, where nothing is real';

/** Tables that nothing is deleted from because of its age, and why they may grow as they do. */
export const STAYS: Readonly<Record<string, string>> = {
  ...{ ledger_transfer: BOOKS, ledger_hold: BOOKS, ledger_account: BOOKS, ledger_freeze: BOOKS, fx_exchange: BOOKS },
  ...{ ledger_entry: ENTRIES, ledger_retention: 'one a month of entries that left' },
  ...{ ledger_anchor: PROOF, ledger_snapshot: PROOF, ledger_business_day: PROOF },
  ledger_chain: 'one an account',
  ...{ ledger_asset: CATALOGUE, ledger_posting_template: CATALOGUE },
  ...{ payment: BOOKS, payment_event: BOOKS, payment_refund: BOOKS, payment_dispute: BOOKS, dispute_evidence: BOOKS },
  payment_write_off: OPERATORS,
  payment_method: 'payments name it; its token is erased when it is removed',
  ...{ stripe_customer: ONE_A_PERSON, stripe_intent: 'one a payment: what it is called by where the money came from' },
  ...{ provider_balance_change: PROVIDERS_WORD, provider_payout: PROVIDERS_WORD, provider_subject: PROVIDERS_WORD },
  provider_feed: 'one a provider',
  ...{ sandbox_charge: SANDBOX, sandbox_refund: SANDBOX, sandbox_dispute: SANDBOX, sandbox_payout: SANDBOX },
  ...{ scheduled_transfer: PRODUCT, adjustment: PRODUCT, treat_order: PRODUCT, treat_order_item: PRODUCT },
  balance_monitor: 'bounded for each owner, and deleted when it is removed',

  ...{ user_profile: ONE_A_PERSON, person_key: ONE_A_PERSON, erasure: ONE_A_PERSON, user_identity: ONE_A_PERSON },
  ...{ passkey: ONE_A_PERSON, totp_factor: ONE_A_PERSON, recovery_code: ONE_A_PERSON },
  ...{ user_change: OPERATORS, access_change: OPERATORS, legal_hold: OPERATORS, freeze_release: OPERATORS },
  ...{ friend_group: ONE_A_PERSON, friend_group_member: ONE_A_PERSON },
  friend_group_invitation: 'one a group and person, however often it is sent; goes with its group',

  ...{
    permission: CATALOGUE,
    role: CATALOGUE,
    role_permission: CATALOGUE,
    setting: CATALOGUE,
    lookup_value: CATALOGUE,
  },
  ...{ setting_change: OPERATORS, lookup_change: OPERATORS },
  ...{ risk_rule: OPERATORS, risk_rule_change: OPERATORS, risk_listing: OPERATORS },
  ...{ fx_rate: OPERATORS, venue: CATALOGUE, venue_staff: CATALOGUE, menu_item: CATALOGUE },
  data_key: 'one in as many days as a data key is used; what old backups hold is sealed by it',
  audit_chain: 'one a service and day: npm run audit:verify asks for it',

  'venue-counts': 'one a venue',
  'audit-logs': 'the audit log itself: a chain that lost its beginning could not be verified',
};
