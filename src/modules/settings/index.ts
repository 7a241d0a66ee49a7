export { LOOKUP_CODE } from './lookup.ts';
export { Lookups } from './lookups.ts';
export { SettingsModule } from './settings.module.ts';
export { Settings } from './settings.ts';
