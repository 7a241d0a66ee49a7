import { createHmac, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client } from 'pg';

const ITERATIONS = 4_096;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const UNIQUE_VIOLATION = '23505';
const DUPLICATE_OBJECT = '42710';
const MISSING = `select not (pg_has_role($1, 'trivet_app', 'member') and pg_has_role($1, 'trivet_system', 'member')) as missing`;

/**
 * Makes the login that the application connects with, as its URL names it, unless it is there: a member of trivet_app and
 * trivet_system that inherits neither, and owns nothing. After the migrations, as the owner. Does nothing where both are the same.
 */
export async function ensureAppLogin(ownerUrl: string, appUrl: string): Promise<void> {
  const { username, password } = new URL(appUrl);
  const name = decodeURIComponent(username);
  if (name === decodeURIComponent(new URL(ownerUrl).username)) return;
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const role = client.escapeIdentifier(name);
    const found = await client.query('select from pg_roles where rolname = $1', [name]);
    if (found.rowCount === 0) await create(client, role, decodeURIComponent(password));
    const { rows } = await client.query<{ missing: boolean }>(MISSING, [name]);
    if (rows[0]?.missing) await client.query(`grant trivet_app, trivet_system to ${role}`).catch(unlessThere);
  } finally {
    await client.end();
  }
}

async function create(client: Client, role: string, password: string): Promise<void> {
  const verifier = client.escapeLiteral(scramVerifier(password));
  await client.query(`create role ${role} login noinherit password ${verifier}`).catch(unlessThere);
}

// Another process makes it at the same moment.
function unlessThere(error: Error & { readonly code?: string }): void {
  if (error.code !== UNIQUE_VIOLATION && error.code !== DUPLICATE_OBJECT) throw error;
}

/** What PostgreSQL keeps of a password (RFC 5803): the password itself is never sent, and so in no log. */
function scramVerifier(password: string): string {
  const salt = randomBytes(SALT_BYTES);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, KEY_BYTES, 'sha256');
  const keyOf = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}
