import { PERMISSIONS } from '../../platform/http/permissions.ts';
import { BUILT_IN_ROLES, type BuiltInRole, FIRST_PERMISSIONS } from './built-in-roles.ts';

const permissionsOf = (roles: readonly BuiltInRole[]): ReadonlySet<string> =>
  new Set(roles.flatMap((role) => FIRST_PERMISSIONS[role]));

describe('what built-in roles get first', () => {
  it('knows every role', () => {
    expect(Object.keys(FIRST_PERMISSIONS).sort()).toEqual([...BUILT_IN_ROLES].sort());
  });

  it('gives an admin everything', () => {
    expect([...permissionsOf(['admin'])].sort()).toEqual(Object.keys(PERMISSIONS).sort());
  });

  it('gives every role its own account and sessions', () => {
    for (const role of BUILT_IN_ROLES)
      expect([...permissionsOf([role])]).toEqual(expect.arrayContaining(['me:read', 'sessions:write']));
  });

  it('keeps the creation of venues, the books and the jobs from a customer', () => {
    const may = permissionsOf(['customer']);
    for (const name of [
      'venues:write',
      'ledger:read',
      'ledger:verify',
      'jobs:run',
      'outbox:read',
      'system:read',
    ] as const) {
      expect(may.has(name)).toBe(false);
    }
  });

  it('lets managers of one venue manage without the right to open others', () => {
    const may = permissionsOf(['customer', 'bartender']);
    expect([may.has('venues:manage'), may.has('venues:write')]).toEqual([true, false]);
  });

  it('lets admins alone manage venues that are not theirs', () => {
    expect(BUILT_IN_ROLES.filter((role) => permissionsOf([role]).has('venues:manage-any'))).toEqual(['admin']);
  });

  it('lets an auditor look and not touch', () => {
    const writes = [...permissionsOf(['auditor'])].filter((name) =>
      /:(write|run|adjust|approve|close|freeze)$/.test(name),
    );
    expect(writes).toEqual(['me:write', 'sessions:write']);
  });

  it('lets nobody but an admin ask for corrections, and lets who approves them ask for none', () => {
    expect(BUILT_IN_ROLES.filter((role) => permissionsOf([role]).has('ledger:adjust'))).toEqual(['admin']);
    expect(permissionsOf(['finance_approver']).has('ledger:approve')).toBe(true);
  });

  it('adds up the permissions of several roles', () => {
    const may = permissionsOf(['auditor', 'venue_manager']);
    expect(may.has('ledger:verify') && may.has('venues:write')).toBe(true);
  });

  it('leaves the administration of roles to admins', () => {
    for (const name of ['roles:write', 'users:grant'])
      expect(BUILT_IN_ROLES.filter((role) => permissionsOf([role]).has(name))).toEqual(['admin']);
  });
});
