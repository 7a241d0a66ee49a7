// npm run admin:grant -- <email> <role>: gives a role to a person at the command line. So the first administrator is made.
import { join } from 'node:path';
import type { createApp as CreateApp } from '../src/create-app.ts';
import type { GrantRoles as GrantRolesFace } from '../src/modules/access/index.ts';
import type { Users as UsersFace } from '../src/modules/users/index.ts';
import type { loadConfig as LoadConfig } from '../src/platform/config/index.ts';
import { runMain } from './local-stack/command-line.ts';
import { projectRoot } from './local-stack/index.ts';
import { rememberedEnvironment } from './local-stack/remembered-environment.ts';

runMain(async () => {
  const [email, role] = process.argv.slice(2);
  if (!email || !role) throw new Error('Say who and what: npm run admin:grant -- <email> <role>');
  const { loadConfig } = await built<{ loadConfig: typeof LoadConfig }>('../dist/platform/config/index.js');
  const { createApp } = await built<{ createApp: typeof CreateApp }>('../dist/create-app.js');
  const { GrantRoles } = await built<{ GrantRoles: typeof GrantRolesFace }>('../dist/modules/access/index.js');
  const { Users } = await built<{ Users: typeof UsersFace }>('../dist/modules/users/index.js');
  const app = await createApp(loadConfig({ ...environment(), JOBS: 'off', LOG_LEVEL: 'warn', METRICS_PORT: '0' }));
  try {
    await app.init();
    const user = await app.get<UsersFace>(Users, { strict: false }).findByEmail(email);
    if (!user) throw new Error(`There is nobody with the address ${email}`);
    const grantRoles = app.get<GrantRolesFace>(GrantRoles, { strict: false });
    const roles = await grantRoles.execute({
      ...{ userId: user.id, roles: (before: readonly string[]) => [...before, role] },
      reason: 'admin:grant',
    });
    process.stdout.write(`${user.email} has the roles ${roles.join(', ')}\n`);
  } finally {
    await app.close();
  }
});

/** The server's own variables; on a laptop what the local stack remembers stands for what is not set. */
function environment(): NodeJS.ProcessEnv {
  if (process.env.DATABASE_URL) return process.env;
  return { ...rememberedEnvironment(join(projectRoot(), '.local'), process.env), ...process.env };
}

/** What the build made: the application as it is shipped. */
function built<T>(path: string): Promise<T> {
  return import(path) as Promise<T>;
}
