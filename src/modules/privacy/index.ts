export { PrivacyModule } from './privacy.module.ts';
