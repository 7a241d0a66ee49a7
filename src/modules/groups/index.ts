export { Friends } from './friends.ts';
export { GroupsModule } from './groups.module.ts';
