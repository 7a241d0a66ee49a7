// npm run migrate [up | status | new <name> | forget <name>]: the database's migrations, in prisma/migrations.
import { ensureAppLogin } from '../src/platform/postgres/app-login.ts';
import {
  applyMigrations,
  forgetFailedMigration,
  migrationStatus,
  newMigration,
  type MigrationSource,
} from '../src/platform/postgres/migrator.ts';
import { Progress } from './local-stack/progress.ts';
import { runMain } from './local-stack/command-line.ts';
import { bringUp } from './local-stack/index.ts';
import { loadDotEnv } from './local-stack/dot-env.ts';

const [command = 'up', name = ''] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const progress = new Progress(false);

const commands: Record<string, (source: MigrationSource) => Promise<string>> = {
  async up(source) {
    const applied = await progress.step('Migrating', () => applyMigrations(source));
    return applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.join(', ')}.`;
  },
  async status(source) {
    const status = await migrationStatus(source);
    const lines = Object.entries({ ...status }).map(
      ([what, names]) => `${what.padEnd(8)} ${names.join(', ') || 'none'}`,
    );
    const settled = Object.values({ ...status }).every((names) => names.length === 0);
    process.exitCode = settled ? 0 : 1;
    return settled ? 'The database is up to date.' : lines.join('\n');
  },
  async new(source) {
    const written = await progress.step('Comparing', () => newMigration(source, name, new Date()));
    return written === undefined ? 'The schema has not changed.' : `Wrote ${source.directory}/${written}/migration.sql`;
  },
  async forget(source) {
    await forgetFailedMigration(source, name);
    return `${name} may be tried again: npm run migrate`;
  },
};

runMain(async () => {
  const run = commands[command];
  if (run === undefined) throw new Error(`Unknown: ${command}. Use one of ${Object.keys(commands).join(', ')}`);
  loadDotEnv();
  const { url: appUrl, ownerUrl: databaseUrl } = given() ?? (await localDatabase());
  const said = await run({ databaseUrl, directory: 'prisma/migrations', schemaPath: 'prisma/schema.prisma' });
  if (command === 'up') await ensureAppLogin(databaseUrl, appUrl);
  process.stdout.write(`${said}\n`);
});

interface Database {
  readonly url: string;
  readonly ownerUrl: string;
}

function given(): Database | undefined {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl } = process.env;
  return url || ownerUrl ? { url: url || ownerUrl || '', ownerUrl: ownerUrl || url || '' } : undefined;
}

async function localDatabase(): Promise<Database> {
  const { stores } = await bringUp({ inMemory: false, progress, callerEnvironment: process.env });
  const { url, ownerUrl = url } = stores.postgres;
  return { url, ownerUrl };
}
