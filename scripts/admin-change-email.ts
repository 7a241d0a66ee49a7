// npm run admin:change-email -- <email> <new email> <reason>: gives an account back to a person from whom somebody else took it.
import { isEmail } from 'class-validator';
import type { NewEmails as NewEmailsFace } from '../src/modules/emails/index.ts';
import type { Users as UsersFace } from '../src/modules/users/index.ts';
import { built, withBuiltApp } from './built-app.ts';
import { runMain } from './local-stack/command-line.ts';

runMain(async () => {
  const [email, newEmail, ...words] = process.argv.slice(2);
  const reason = words.join(' ');
  const wanted = 'Say whose, what and why: npm run admin:change-email -- <email> <new email> <reason>';
  if (!email || !isEmail(newEmail) || !newEmail || !reason) throw new Error(wanted);
  const { NewEmails } = await built<{ NewEmails: typeof NewEmailsFace }>('../dist/modules/emails/index.js');
  const { Users } = await built<{ Users: typeof UsersFace }>('../dist/modules/users/index.js');
  await withBuiltApp(async (app) => {
    const user = await app.get<UsersFace>(Users, { strict: false }).findByEmail(email);
    if (!user) throw new Error(`There is nobody with the address ${email}`);
    await app.get<NewEmailsFace>(NewEmails, { strict: false }).byOperator(user.id, newEmail, reason);
    process.stdout.write(
      `${email} is ${newEmail} now, and signed out everywhere; a new password is chosen by that address\n`,
    );
  });
});
