// npm run admin:grant -- <email> <role>: gives a role to a person at the command line. So the first administrator is made.
import type { GrantRoles as GrantRolesFace } from '../src/modules/access/index.ts';
import type { Users as UsersFace } from '../src/modules/users/index.ts';
import { built, withBuiltApp } from './built-app.ts';
import { runMain } from './local-stack/command-line.ts';

runMain(async () => {
  const [email, role] = process.argv.slice(2);
  if (!email || !role) throw new Error('Say who and what: npm run admin:grant -- <email> <role>');
  const { GrantRoles } = await built<{ GrantRoles: typeof GrantRolesFace }>('../dist/modules/access/index.js');
  const { Users } = await built<{ Users: typeof UsersFace }>('../dist/modules/users/index.js');
  await withBuiltApp(async (app) => {
    const user = await app.get<UsersFace>(Users, { strict: false }).findByEmail(email);
    if (!user) throw new Error(`There is nobody with the address ${email}`);
    const grantRoles = app.get<GrantRolesFace>(GrantRoles, { strict: false });
    const roles = await grantRoles.execute({
      ...{ userId: user.id, roles: (before: readonly string[]) => [...before, role] },
      reason: 'admin:grant',
    });
    process.stdout.write(`${user.email} has the roles ${roles.join(', ')}\n`);
  });
});
