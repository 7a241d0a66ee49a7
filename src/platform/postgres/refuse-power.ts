import type { ClientBase } from 'pg';

// Whoever owns a table may change its shape and its policies; a superuser, and who bypasses row security, is bound by none. Who may
// make roles may give themselves the owner's, and who inherits from the roles they are a member of is always all of them.
const POWER = `
  select session_user as login,
         r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolinherit or exists (
           select from pg_class c
            where c.relnamespace = 'public'::regnamespace and pg_has_role(session_user, c.relowner, 'member')) as power
    from pg_roles r where r.rolname = session_user`;

/** Refuses a new connection as somebody whom row security does not bind, whatever role they take: what is taken can be put down. */
export function refusePower(client: ClientBase, done: (error?: Error) => void): void {
  const asked = client.query<{ login: string; power: boolean }>(POWER);
  asked.then(({ rows: [found] }) => done(found?.power === false ? undefined : tooPowerful(found?.login)), done);
}

function tooPowerful(login = 'nobody known'): Error {
  return new Error(`production refuses: DATABASE_URL connects as ${login}, who may do more than the application`);
}
