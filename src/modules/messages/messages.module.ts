import { Module } from '@nestjs/common';
import { Messages } from './messages.ts';
import { SendQueuedMessages } from './send-queued-messages.ts';

@Module({ providers: [Messages, SendQueuedMessages], exports: [Messages] })
export class MessagesModule {}
