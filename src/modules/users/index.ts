export { ClosingHindrances } from './closing-hindrances.ts';
export { DeleteAccount } from './delete-account.use-case.ts';
export { OwnWallets } from './own-wallets.ts';
export {
  type ChangedEmail,
  type Contact,
  CONTACTS,
  type Credentials,
  type NewUser,
  type User,
  type UserStatus,
} from './user.ts';
export { UserDto } from './user.dto.ts';
export { USER_REGISTERED, Users } from './users.ts';
export { UsersModule } from './users.module.ts';
