export { EmailsModule } from './emails.module.ts';
