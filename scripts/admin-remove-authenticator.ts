// npm run admin:remove-authenticator -- <email> <reason>: for a person who lost it with their recovery codes, or to whom somebody else added one.
import type { DisableTotp as DisableTotpFace } from '../src/modules/mfa/index.ts';
import type { Users as UsersFace } from '../src/modules/users/index.ts';
import { built, withBuiltApp } from './built-app.ts';
import { runMain } from './local-stack/command-line.ts';

runMain(async () => {
  const [email, ...words] = process.argv.slice(2);
  const reason = words.join(' ');
  if (!email || !reason) throw new Error('Say whose and why: npm run admin:remove-authenticator -- <email> <reason>');
  const { DisableTotp } = await built<{ DisableTotp: typeof DisableTotpFace }>('../dist/modules/mfa/index.js');
  const { Users } = await built<{ Users: typeof UsersFace }>('../dist/modules/users/index.js');
  await withBuiltApp(async (app) => {
    const user = await app.get<UsersFace>(Users, { strict: false }).findByEmail(email);
    if (!user) throw new Error(`There is nobody with the address ${email}`);
    await app.get<DisableTotpFace>(DisableTotp, { strict: false }).byOperator(user.id, reason);
    process.stdout.write(`Sign-in asks ${user.email} for no code any more; they are told by e-mail\n`);
  });
});
