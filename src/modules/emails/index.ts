export { EmailsModule } from './emails.module.ts';
export { NewEmails } from './new-emails.ts';
