export { PasswordsModule } from './passwords.module.ts';
