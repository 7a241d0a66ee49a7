import { Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import { ActsForAll, Public } from '../../platform/http/access.ts';
import { KeepsRawBody, RawBody } from '../../platform/http/raw-body.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import { ReceiveWebhook } from './receive-webhook.use-case.ts';

/** What providers send us. It is there with a provider that sends, and is theirs: the contract with our callers leaves it out. */
@ApiTags('payments')
@ApiExcludeController()
@Controller('webhooks/providers')
export class WebhooksController {
  constructor(private readonly receiveWebhook: ReceiveWebhook) {}

  // A provider comes from few addresses, and repeats what it is refused: its signature is the limit.
  @Post(':provider')
  @HttpCode(204)
  @Public()
  @ActsForAll('webhook')
  @RateLimit('none')
  @KeepsRawBody()
  async receive(
    @Param('provider') provider: string,
    @RawBody() text: string,
    @Headers('stripe-signature') signature: string | undefined,
  ): Promise<void> {
    await this.receiveWebhook.execute({ provider, text, signature });
  }
}
