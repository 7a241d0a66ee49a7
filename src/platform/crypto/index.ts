export { BlindIndex } from './blind-index.ts';
export { CryptoModule } from './crypto.module.ts';
export { DataKeyRotation } from './data-key-rotation.ts';
export { derivedKey } from './derived-key.ts';
export { type Dependence, MasterKeys } from './master-keys.ts';
export { PersonalBox } from './personal-box.ts';
export { PersonKeysRepository } from './person-keys.repository.ts';
export { SealedColumns } from './sealed-columns.ts';
export { SecretBox, type SecretPlace } from './secret-box.ts';
