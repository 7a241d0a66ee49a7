export { OwnIdentities } from './own-identities.ts';
export { SocialModule } from './social.module.ts';
