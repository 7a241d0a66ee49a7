import type { NothingPersonal, PersonalTable } from './personal-data.ts';

const HISTORY = 'what was done is kept as proof; it names a person by a number alone';

const OF_THE_PERSON = 'r.user_id = $1';
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
      ...{ user_id: 'the person', sealed_key: 'a key', previous_key: 'a key', archive_key: 'a key' },
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
};
