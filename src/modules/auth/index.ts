export { AuthModule } from './auth.module.ts';
export { Passwords } from './passwords.ts';
export { permissionsOf, ROLE_PERMISSIONS } from './role-permissions.ts';
