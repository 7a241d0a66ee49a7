import { type DynamicModule, Module } from '@nestjs/common';
import { LedgerModule } from './ledger/index.ts';
import { AccessModule } from './modules/access/index.ts';
import { AdjustmentsModule } from './modules/adjustments/index.ts';
import { ApiKeysModule } from './modules/api-keys/index.ts';
import { AuditModule } from './modules/audit/index.ts';
import { AuthModule } from './modules/auth/index.ts';
import { BooksModule } from './modules/books/index.ts';
import { ContactsModule } from './modules/contacts/index.ts';
import { EmailsModule } from './modules/emails/index.ts';
import { CountersModule } from './modules/counters/index.ts';
import { ExchangeModule } from './modules/exchange/index.ts';
import { FreezesModule } from './modules/freezes/index.ts';
import { GroupsModule } from './modules/groups/index.ts';
import { HoldsModule } from './modules/holds/index.ts';
import { IdempotencyModule } from './modules/idempotency/index.ts';
import { MessagesModule, SandboxMessagesModule } from './modules/messages/index.ts';
import { MfaModule } from './modules/mfa/index.ts';
import { MonitorsModule } from './modules/monitors/index.ts';
import { OperationsModule } from './modules/operations/index.ts';
import { OrdersModule } from './modules/orders/index.ts';
import { PasskeysModule } from './modules/passkeys/index.ts';
import { PasswordsModule } from './modules/passwords/index.ts';
import { CardDirectoryModule, PaymentMethodsModule } from './modules/payment-methods/index.ts';
import { PaymentsModule } from './modules/payments/index.ts';
import { PresenceModule } from './modules/presence/index.ts';
import { PrivacyModule } from './modules/privacy/index.ts';
import { RedemptionsModule } from './modules/redemptions/index.ts';
import { RiskModule } from './modules/risk/index.ts';
import { ScheduledTransfersModule } from './modules/scheduled-transfers/index.ts';
import { SettingsModule } from './modules/settings/index.ts';
import { SocialModule } from './modules/social/index.ts';
import { StatementsModule } from './modules/statements/index.ts';
import { SystemModule } from './modules/system/index.ts';
import { TransfersModule } from './modules/transfers/index.ts';
import { UsersModule } from './modules/users/index.ts';
import { VenuesModule } from './modules/venues/index.ts';
import { WalletsModule } from './modules/wallets/index.ts';
import { type Config, ConfigModule } from './platform/config/index.ts';
import { CoreModule } from './platform/core.module.ts';
import { CryptoModule } from './platform/crypto/index.ts';
import { DynamoDbModule } from './platform/dynamodb/index.ts';
import { EventsModule } from './platform/events/index.ts';
import { HttpModule } from './platform/http/http.module.ts';
import { JobsModule } from './platform/jobs/index.ts';
import { SendersModule } from './platform/messages/index.ts';
import { ObservabilityModule } from './platform/observability/index.ts';
import { PagingModule } from './platform/paging/index.ts';
import { PostgresModule } from './platform/postgres/index.ts';
import { RateLimitModule } from './platform/rate-limit/index.ts';
import { RedisModule } from './platform/redis/index.ts';

/** Plumbing: each is global, and any module may use it. */
const PLATFORM = [
  ...[CoreModule, HttpModule, PagingModule, ObservabilityModule],
  ...[PostgresModule, DynamoDbModule, RedisModule],
  ...[RateLimitModule, EventsModule, JobsModule, CryptoModule],
];

/** The business, lowest tier first: a module imports only from tiers above its own in this list. */
const modules = (config: Config) => [
  ...[AuditModule],
  ...[IdempotencyModule, CountersModule, SettingsModule, MessagesModule, SandboxMessagesModule.with(config)],
  ...[AccessModule, UsersModule, ApiKeysModule, AuthModule],
  ...[ContactsModule, EmailsModule, MfaModule, PasswordsModule, PasskeysModule],
  ...[SocialModule],
  ...[VenuesModule, GroupsModule, PresenceModule],
  RiskModule,
  ...[WalletsModule, HoldsModule, TransfersModule, ExchangeModule, BooksModule],
  ...[StatementsModule, MonitorsModule],
  ...[CardDirectoryModule.with(config), PaymentMethodsModule, PaymentsModule.with(config), ScheduledTransfersModule],
  ...[AdjustmentsModule, FreezesModule],
  ...[OrdersModule, RedemptionsModule, PrivacyModule],
  ...[OperationsModule, SystemModule],
];

/** The composition root: the only list of modules. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.with(config), ...PLATFORM, SendersModule.with(config), LedgerModule, ...modules(config)],
    };
  }
}
