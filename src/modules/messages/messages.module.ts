import { Module } from '@nestjs/common';
import { Messages } from './messages.ts';
import { Notices } from './notices.ts';
import { SendQueuedMessages } from './send-queued-messages.ts';

@Module({ providers: [Messages, Notices, SendQueuedMessages], exports: [Messages, Notices] })
export class MessagesModule {}
