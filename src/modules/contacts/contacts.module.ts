import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/index.ts';
import { OneTimeModule } from '../one-time/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { UsersModule } from '../users/index.ts';
import { ContactCodes } from './contact-codes.ts';
import { ContactsController } from './contacts.controller.ts';
import { SendContactCode } from './send-contact-code.use-case.ts';
import { TextMessages } from './text-messages.ts';
import { VerifyContact } from './verify-contact.use-case.ts';

/** Proving that an e-mail address or a phone is somebody's own. */
@Module({
  imports: [UsersModule, MessagesModule, OneTimeModule, SettingsModule],
  controllers: [ContactsController],
  providers: [TextMessages, ContactCodes, SendContactCode, VerifyContact],
})
export class ContactsModule {}
