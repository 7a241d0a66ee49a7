import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { CONFIG, type Config } from '../config/index.ts';
import { MessageRejected, type Sms, type SmsSender } from './sender.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** What SNS says of a number or text that it will never take. */
const FOR_GOOD = new Set(['InvalidParameter', 'InvalidParameterValue', 'ParameterValueInvalid', 'OptedOut']);

/** Text messages by AWS SNS, as transactional ones, with the credentials of the environment. */
@Injectable()
export class SnsSmsSender implements SmsSender, OnApplicationShutdown {
  private readonly client: SNSClient;
  private readonly attributes: Record<string, { DataType: string; StringValue: string }>;

  constructor(@Inject(CONFIG) { messages, dynamodb }: Config) {
    const { endpoint, senderId } = messages.sns;
    this.client = new SNSClient({
      region: dynamodb.region,
      endpoint,
      // The outbox tries again, and says so.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    });
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    this.attributes = {
      'AWS.SNS.SMS.SMSType': text('Transactional'),
      ...(senderId === undefined ? {} : { 'AWS.SNS.SMS.SenderID': text(senderId) }),
    };
  }

  async send({ to, text }: Sms): Promise<void> {
    const command = new PublishCommand({ PhoneNumber: to, Message: text, MessageAttributes: this.attributes });
    try {
      await this.client.send(command);
    } catch (error) {
      throw failureOf(error);
    }
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}

// What SNS says may repeat the number, and what a handler throws is kept and logged: only its name goes on.
function failureOf(error: unknown): Error {
  const name = error instanceof Error ? error.name.replace(/Exception$/, '') : 'unknown';
  if (error instanceof SNSServiceException && FOR_GOOD.has(name)) return new MessageRejected(`SNS refused: ${name}`);
  return new Error(`SNS could not take the message: ${name}`);
}
