import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/index.ts';
import { ArchiveBox } from './archive-box.ts';
import { ArchiveKeysRepository } from './archive-keys.repository.ts';
import { BlindIndex } from './blind-index.ts';
import { DataKeyRotation } from './data-key-rotation.ts';
import { DataKeysRepository } from './data-keys.repository.ts';
import { providerOf } from './either-provider.ts';
import { KEY_PROVIDER } from './key-provider.ts';
import { KeyRing } from './key-ring.ts';
import { MasterKeys } from './master-keys.ts';
import { PersonKeysRepository } from './person-keys.repository.ts';
import { PersonalBox } from './personal-box.ts';
import { PersonalValuesRepository } from './personal-values.repository.ts';
import { RewrapDataKeys } from './rewrap-data-keys.job.ts';
import { RotateDataKeys } from './rotate-data-keys.job.ts';
import { SealedColumns } from './sealed-columns.ts';
import { SealedValuesRepository } from './sealed-values.repository.ts';
import { SecretBox } from './secret-box.ts';
import { ValuesUnderKeys } from './values-under-keys.ts';

/** What is sealed at rest, and the keys it is sealed with. */
@Global()
@Module({
  providers: [
    { provide: KEY_PROVIDER, useFactory: providerOf, inject: [CONFIG] },
    ...[KeyRing, DataKeysRepository, SecretBox, BlindIndex],
    ...[PersonalBox, PersonKeysRepository, SealedColumns, ArchiveBox, ArchiveKeysRepository],
    ...[PersonalValuesRepository, SealedValuesRepository, ValuesUnderKeys],
    ...[DataKeyRotation, RotateDataKeys, MasterKeys, RewrapDataKeys],
  ],
  exports: [
    SecretBox,
    PersonalBox,
    ArchiveBox,
    BlindIndex,
    SealedColumns,
    PersonKeysRepository,
    DataKeyRotation,
    MasterKeys,
  ],
})
export class CryptoModule {}
