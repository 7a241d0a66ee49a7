import { Module } from '@nestjs/common';
import { ChangeLookup } from './change-lookup.use-case.ts';
import { ChangeSetting } from './change-setting.use-case.ts';
import { LookupsController } from './lookups.controller.ts';
import { LookupsMirror } from './lookups-mirror.repository.ts';
import { LookupsRepository } from './lookups.repository.ts';
import { Lookups } from './lookups.ts';
import { ReadLookups } from './read-lookups.use-case.ts';
import { ReadSettings } from './read-settings.use-case.ts';
import { SettingsController } from './settings.controller.ts';
import { SettingsMirror } from './settings-mirror.repository.ts';
import { SettingsRepository } from './settings.repository.ts';
import { Settings } from './settings.ts';

/** What operators change while the application runs: settings, and the values that fields may have. */
@Module({
  controllers: [SettingsController, LookupsController],
  providers: [
    ...[Settings, SettingsMirror, SettingsRepository, ReadSettings, ChangeSetting],
    ...[Lookups, LookupsMirror, LookupsRepository, ReadLookups, ChangeLookup],
  ],
  exports: [Settings, Lookups],
})
export class SettingsModule {}
