export type { Presence } from './presence.ts';
export { PresenceModule } from './presence.module.ts';
export { Presences } from './presences.ts';
