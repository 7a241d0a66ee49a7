import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_REASONS, type SystemReason } from '../../src/platform/postgres/index.ts';

/** Where the rows of all people may be seen, and why: nowhere else. Who adds a place is seen to do so. */
const PLACES: Readonly<Record<SystemReason, readonly string[]>> = {
  'sign-in': [
    ...['src/modules/auth/auth.controller.ts', 'src/modules/auth/step-up.controller.ts'],
    ...['src/modules/passkeys/passkey-sign-in.controller.ts', 'src/modules/passwords/passwords.controller.ts'],
    'src/modules/social/social-tokens.controller.ts',
  ],
  mirror: ['src/modules/risk/listings.repository.ts'],
  access: ['src/modules/access/access.repository.ts', 'src/modules/api-keys/api-keys.repository.ts'],
  webhook: ['src/modules/payments/webhooks.controller.ts'],
  people: ['src/modules/users/users.ts'],
  'own-data': ['src/modules/privacy/personal-items.repository.ts', 'src/modules/privacy/personal-rows.repository.ts'],
  payee: ['src/modules/wallets/wallets.ts'],
  membership: ['src/modules/groups/answer-invitation.use-case.ts'],
  'shared-answer': ['src/modules/payments/payment-reads.use-case.ts'],
  operator: ['src/modules/access/administration.ts'],
  administration: ['src/modules/access/administration.ts', 'src/modules/auth/permission.guard.ts'],
  job: ['src/platform/crypto/data-key-rotation.ts', 'src/platform/jobs/job-runner.ts'],
  loop: ['src/platform/background-loop.ts'],
  event: ['src/platform/events/deliver-batch.ts'],
};

// The reasons stand in the call, up to the first comma or the end of it.
const CALL = /\b(?:asSystem|ActsForAll|actForAll)\(([^,)]*)/g;
const REASON = /'([\w-]+)'/g;

describe('rows of all people', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated') && !file.endsWith('.spec.ts'))
    .map((file) => ({ path: join('src', file), text: readFileSync(join('src', file), 'utf8') }));

  it('are seen in the places listed here, for the reason given here', () => {
    const found = sources.flatMap(({ path, text }) =>
      [...text.matchAll(CALL)].flatMap(([, given = '']) =>
        [...given.matchAll(REASON)].map(([, reason = '']) => [reason, path] as const),
      ),
    );
    const places = Object.groupBy(found, ([reason]) => reason);
    const listed = Object.entries(places).map(([reason, at = []]) => [
      reason,
      [...new Set(at.map(([, path]) => path))].sort(),
    ]);
    expect(Object.fromEntries(listed)).toEqual(PLACES);
  });

  it('have no reason that nobody gives', () => {
    expect(Object.keys(PLACES).sort()).toEqual(Object.keys(SYSTEM_REASONS).sort());
  });

  it('are seen in no other way: the roles of PostgreSQL are named where a statement says on whose behalf it runs', () => {
    const naming = sources.filter(({ text }) => /trivet_system|set_config\('trivet|set (local )?role/i.test(text));
    expect(naming.map(({ path }) => path).sort()).toEqual([
      'src/platform/postgres/app-login.ts',
      'src/platform/postgres/scoped-query.ts',
    ]);
  });
});
