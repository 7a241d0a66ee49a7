export { AccessChanges } from './access-changes.ts';
export { ROLE_NAME } from './access.ts';
export { AccessModule } from './access.module.ts';
export { Administration } from './administration.ts';
export { EndAccess } from './end-access.use-case.ts';
export { GrantRoles } from './grant-roles.use-case.ts';
export { Principals, type SignedIn } from './principals.ts';
