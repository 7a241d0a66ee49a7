import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/index.ts';
import { OneTimeModule } from '../one-time/index.ts';
import { UsersModule } from '../users/index.ts';
import { ContactsController } from './contacts.controller.ts';
import { SendContactCode } from './send-contact-code.use-case.ts';
import { VerifyContact } from './verify-contact.use-case.ts';

/** Proving that an e-mail address or a phone is somebody's own. */
@Module({
  imports: [UsersModule, MessagesModule, OneTimeModule],
  controllers: [ContactsController],
  providers: [SendContactCode, VerifyContact],
})
export class ContactsModule {}
