import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.ts';
import { MessagesModule } from '../messages/index.ts';
import { OneTimeModule } from '../one-time/index.ts';
import { UsersModule } from '../users/index.ts';
import { AskForEmail } from './ask-for-email.use-case.ts';
import { ChangeEmail } from './change-email.use-case.ts';
import { EmailNews } from './email-news.ts';
import { EmailsController } from './emails.controller.ts';
import { NewEmails } from './new-emails.ts';

/** Another e-mail address in the place of the one that somebody signs in with. */
@Module({
  imports: [AuthModule, UsersModule, OneTimeModule, MessagesModule],
  controllers: [EmailsController],
  providers: [AskForEmail, ChangeEmail, NewEmails, EmailNews],
})
export class EmailsModule {}
