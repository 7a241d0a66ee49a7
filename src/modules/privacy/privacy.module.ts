import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.ts';
import { PaymentMethodsModule } from '../payment-methods/index.ts';
import { PresenceModule } from '../presence/index.ts';
import { StatementsModule } from '../statements/index.ts';
import { UsersModule } from '../users/index.ts';
import { CarryOutErasures } from './erasures.job.ts';
import { ErasuresRepository } from './erasures.repository.ts';
import { ExportMyData } from './export-my-data.use-case.ts';
import { ForgetAtProvider } from './forget-at-provider.use-case.ts';
import { ForgetPerson } from './forget-person.use-case.ts';
import { ForgottenData } from './forgotten-data.ts';
import { ForgottenRowsRepository } from './forgotten-rows.repository.ts';
import { HoldData } from './hold-data.use-case.ts';
import { LegalHoldsController } from './legal-holds.controller.ts';
import { LegalHoldsRepository } from './legal-holds.repository.ts';
import { PersonalDataReader } from './personal-data-reader.ts';
import { PersonalItemsRepository } from './personal-items.repository.ts';
import { PersonalRowsRepository } from './personal-rows.repository.ts';
import { PrivacyController } from './privacy.controller.ts';
import { RequestErasure } from './request-erasure.use-case.ts';

@Module({
  imports: [AuditModule, StatementsModule, UsersModule, PaymentMethodsModule, PresenceModule],
  controllers: [PrivacyController, LegalHoldsController],
  providers: [
    ...[ExportMyData, PersonalDataReader, PersonalItemsRepository, PersonalRowsRepository],
    ...[HoldData, LegalHoldsRepository],
    ...[RequestErasure, ErasuresRepository, ForgetPerson, ForgottenData, ForgottenRowsRepository, CarryOutErasures],
    ForgetAtProvider,
  ],
})
export class PrivacyModule {}
