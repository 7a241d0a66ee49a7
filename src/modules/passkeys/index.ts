export { OwnPasskeys } from './own-passkeys.ts';
export { PasskeysModule } from './passkeys.module.ts';
