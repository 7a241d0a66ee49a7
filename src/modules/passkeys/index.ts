export { PasskeysModule } from './passkeys.module.ts';
