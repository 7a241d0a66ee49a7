import { Module } from '@nestjs/common';
import { StatementsModule } from '../statements/index.ts';
import { ExportMyData } from './export-my-data.use-case.ts';
import { PersonalDataReader } from './personal-data-reader.ts';
import { PersonalItemsRepository } from './personal-items.repository.ts';
import { PersonalRowsRepository } from './personal-rows.repository.ts';
import { PrivacyController } from './privacy.controller.ts';

@Module({
  imports: [StatementsModule],
  controllers: [PrivacyController],
  providers: [ExportMyData, PersonalDataReader, PersonalItemsRepository, PersonalRowsRepository],
})
export class PrivacyModule {}
