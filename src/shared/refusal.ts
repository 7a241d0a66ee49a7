/**
 * Every refusal Trivet can give, by its permanent code. A code is never renamed and never reused: clients branch on it.
 * What HTTP status each one has is decided in platform/http, not here.
 */
export const REFUSAL_TITLES = {
  // the request
  malformed_request: 'The request is malformed',
  validation_failed: 'The request has invalid fields',
  invalid_cursor: 'The cursor is not one of ours, or belongs to another list',
  payload_too_large: 'The request body is too large',
  unsupported_media_type: 'The content type is not supported',
  route_not_found: 'There is no such route',
  method_not_allowed: 'The route has no such method',
  not_found: 'There is no such resource, or it is not yours',
  stale_version: 'The resource has changed since you read it',
  rate_limited: 'Too many requests',
  // who asks
  unauthenticated: 'Authentication is required',
  invalid_token: 'The access token is not valid',
  forbidden: 'You may not do this',
  invalid_credentials: 'The e-mail address or the password is wrong',
  invalid_refresh_token: 'The refresh token is not valid',
  refresh_token_reused: 'The refresh token was used before; its whole session has been ended',
  invalid_api_key: 'The API key is not valid',
  api_key_not_accepted: 'This is done in person, and not with an API key',
  api_key_limit_reached: 'You have as many API keys as you may',
  api_key_not_active: 'The API key is revoked or has expired',
  social_sign_in_failed: 'The provider did not prove who this is',
  social_email_unproved: 'The provider stands up for no e-mail address',
  social_account_exists: 'There is an account of this e-mail address, and it is not linked',
  redirect_not_allowed: 'Nobody is sent there from here',
  identity_provider_unavailable: 'The provider of the identity is not available',
  identity_taken: 'This identity is linked to another account',
  identity_exists: 'You have another identity of this provider linked',
  email_unproved: 'You have not proved that the e-mail address is yours',
  last_way_in: 'You could not sign in any more',
  email_taken: 'An account with this e-mail address exists',
  email_unchanged: 'This is your e-mail address already',
  mfa_required: 'A second factor is asked for',
  mfa_ticket_invalid: 'The ticket is not one of ours, was used, or has expired',
  mfa_enabled: 'There is a second factor already',
  mfa_not_enrolled: 'There is no second factor',
  second_factor_needed: 'A second factor is needed as proof',
  step_up_required: 'This asks for a recent proof of who you are',
  passkey_invalid: 'The passkey is not valid here',
  passkey_limit_reached: 'You have as many passkeys as you may',
  passkeys_not_available: 'Passkeys are not offered here',
  password_too_common: 'The password is one of those that are tried first',
  password_wrong: 'The password is wrong',
  reset_token_invalid: 'The token is not one of ours, was used, or has expired',
  role_exists: 'There is a role of this name',
  role_unknown: 'There is no such role',
  role_protected: 'The role admin keeps everything it may',
  permission_unknown: 'There is no such permission',
  last_admin: 'Nobody else could administer',
  kyc_not_actionable: 'The check of the person is not in a state that allows this',
  contact_missing: 'You have no such address or number',
  contact_unverified: 'You must prove first that your e-mail address is yours',
  contact_verified: 'It was proved before that this is yours',
  code_invalid: 'The code is wrong, was used, or has expired',
  channel_not_available: 'Nothing can be sent on this channel here',
  obligation_open: 'Something is still open',
  legal_hold_released: 'The legal hold was released already',
  age_not_accepted: 'The date of birth is not one of somebody who may have an account',
  // once only
  idempotency_key_required: 'This route needs an Idempotency-Key',
  idempotency_key_invalid: 'The Idempotency-Key is malformed',
  idempotency_key_reused: 'The Idempotency-Key was used for another request',
  request_in_progress: 'A request with this Idempotency-Key is still running',
  exists_with_different_content: 'The id was used for something else',
  // money
  insufficient_funds: 'The available balance is too small',
  currency_mismatch: 'The currencies differ',
  currency_not_supported: 'The currency is not supported',
  same_wallet: 'A wallet cannot pay itself',
  wallet_exists: 'You have a wallet in this currency',
  wallet_frozen: 'The wallet is frozen',
  wallet_closed: 'The wallet is closed',
  wallet_not_empty: 'The wallet is not empty',
  money_owed: 'Money is owed for a disputed payment',
  amount_invalid: 'The amount is not valid',
  balance_limit_exceeded: 'A balance would grow beyond what can be represented',
  effective_at_in_future: 'The effective time is in the future',
  effective_at_in_closed_day: 'The day of the effective time is closed',
  effective_at_too_early: 'One of the wallets was not there at the effective time',
  posting_not_allowed: 'Money cannot move between these accounts in this way',
  reference_taken: 'The wallet has paid under this reference before',
  before_retention: 'So far back the ledger keeps no entries',
  linked_refused: 'Another transfer of the same set was refused',
  transfer_is_reversal: 'A reversal cannot be reversed',
  reversal_exceeds_transfer: 'More would be reversed than is left of the transfer',
  hold_not_pending: 'The hold is resolved',
  hold_expired: 'The hold has expired',
  capture_exceeds_hold: 'More would be captured than the hold has left',
  capture_target_required: 'The hold names no target wallet; the capture must',
  freeze_id_required: 'Which freeze is meant must be said',
  freeze_released: 'The freeze has been released',
  release_exceeds_freeze: 'More would be released than the freeze has left',
  account_not_freezable: 'This kind of account cannot be frozen',
  scheduled_for_out_of_range: 'The time is over, or too far away',
  scheduled_transfer_not_actionable: 'The scheduled transfer is not in a state that allows this',
  too_many_scheduled_transfers: 'You have as many transfers scheduled as you may',
  adjustment_not_actionable: 'The adjustment is not in a state that allows this',
  same_person: 'Who asked for it may not decide it',
  business_day_not_over: 'The day is not over',
  business_day_out_of_order: 'Another day must be closed first',
  amount_above_limit: 'The amount is above what one transfer or hold may move',
  // exchange
  same_currency: 'The two currencies are the same',
  rate_unavailable: 'There is no current rate between these currencies',
  rate_out_of_band: 'The rate is too far from the last one',
  quote_expired: 'The quote has expired',
  quote_used: 'The quote was used before',
  // monitors
  rearm_on_wrong_side: 'The monitor would re-arm where it fires',
  metric_without_limit: 'What is available on this account has no limit',
  monitor_limit_reached: 'You have as many monitors on this account as you may',
  // reports
  period_invalid: 'The period is empty or too long',
  report_too_large: 'The report would be larger than an answer may be',
  // payments
  raw_card_data_refused: 'Card numbers and security codes are never accepted; send a provider token',
  payment_method_not_supported: 'The payment method cannot be used for this',
  payment_method_limit_reached: 'You have as many payment methods as you may',
  payment_not_actionable: 'The payment is not in a state that allows this',
  capture_exceeds_payment: 'More would be captured than was authorized',
  dispute_not_actionable: 'The dispute is not in a state that allows this',
  write_off_not_actionable: 'The write-off is not in a state that allows this',
  write_off_exceeds_debt: 'More would be written off than is owed',
  dispute_open: 'A payment is disputed, and nothing is decided yet',
  refund_exceeds_payment: 'More would be refunded than is left of the payment',
  webhook_signature_invalid: 'The signature of the event is not valid',
  provider_unavailable: 'The payment provider is not available',
  // venues and treats
  venue_closed: 'The venue is closed',
  too_far_from_venue: 'You are too far from the venue to check in',
  already_staff: 'The person is on the staff of this venue',
  already_member: 'The person is a member or is invited',
  invitation_not_pending: 'The invitation was answered before',
  group_full: 'The group has as many members as a group may have',
  too_many_groups: 'You are in as many groups as a person may be',
  menu_item_unavailable: 'An item is not on the menu of this venue',
  recipient_not_found: 'There is no such recipient',
  cannot_treat_yourself: 'A treat is for somebody else',
  order_not_actionable: 'The order is not in a state that allows this',
  order_expired: 'The order has expired',
  qr_invalid: 'The code is not valid',
  qr_expired: 'The code has expired; ask for a new one',
  qr_already_used: 'The code was scanned before',
  // risk
  risk_blocked: 'This is not allowed',
  in_review: 'Somebody looks at this first',
  spending_limit_reached: 'More would be spent than is allowed in this time',
  rule_exists: 'There is a rule of this name in this state',
  rule_condition_invalid: 'The condition is not one',
  rule_not_actionable: 'The rule is not in a state that allows this',
  too_many_rules: 'There are as many rules as there may be',
  listing_exists: 'It is on the list',
  listing_value_invalid: 'There is nothing of this kind with this value',
  listing_not_actionable: 'It is not on the list any more',
  too_many_listings: 'The list is full',
  review_not_actionable: 'The review is not in a state that allows this',
  // settings
  setting_value_invalid: 'The setting takes no such value',
  lookup_value_exists: 'The set has a value of this code',
  lookup_value_unknown: 'The set has no such active value',
  lookup_set_full: 'The set has as many values as it may',
  // jobs
  job_running: 'The job is running',
  // us
  ledger_busy: 'Too many postings wait; nothing was posted',
  store_unavailable: 'A store is not available; try again shortly',
  internal_error: 'Something went wrong on our side',
} as const;

export type RefusalCode = keyof typeof REFUSAL_TITLES;

export interface FieldProblem {
  /** JSON pointer (RFC 6901) into the request. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

export interface RefusalExtras {
  readonly errors?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
  /** More members of the answer, where the refusal says how to go on. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** An expected no: thrown by rules and use cases, and turned into problem+json at the edge. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    readonly detail: string = REFUSAL_TITLES[code],
    readonly extras: RefusalExtras = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

/** What was thrown, when it is a refusal; anything else is thrown on. For refusals that must wait for something else. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

export function refuse(code: RefusalCode, detail?: string, extras?: RefusalExtras): Refusal {
  return new Refusal(code, detail, extras);
}
