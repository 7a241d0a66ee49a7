import { RoleTable } from './role-table.ts';

describe('role table', () => {
  const table = new RoleTable({ reader: ['books:read'], writer: ['books:read', 'books:write'] });

  it('adds up the permissions of several roles', () => {
    expect([...table.permissionsOf(['reader', 'writer'])]).toEqual(['books:read', 'books:write']);
    expect(table.permissionsOf([]).size).toBe(0);
  });

  it.each(['', 'root', '__proto__', 'constructor', 'toString'])('gives nothing for the role %j', (role) => {
    expect(table.permissionsOf([role]).size).toBe(0);
  });

  it('makes a set once for the same roles', () => {
    expect(table.permissionsOf(['writer'])).toBe(table.permissionsOf(['writer']));
  });
});
