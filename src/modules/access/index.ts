export { AccessChanges } from './access-changes.ts';
export { AccessModule } from './access.module.ts';
export { EndAccess } from './end-access.use-case.ts';
export { GrantRoles } from './grant-roles.use-case.ts';
export { Principals, type SignedIn } from './principals.ts';
