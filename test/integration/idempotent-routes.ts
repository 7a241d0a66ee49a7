import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  HttpCode,
  Injectable,
  Post,
  type Provider,
  Query,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { AuthenticatedRequest } from '../../src/platform/http/access.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import {
  type Claim,
  Claims,
  IdempotencyClaim,
  Idempotent,
  type Replayable,
  replayable,
} from '../../src/modules/idempotency/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import { refuse, type RefusalCode } from '../../src/shared/refusal.ts';

/** Takes whoever the header names for the caller: who somebody is, is not what these tests are about. */
@Injectable()
export class NamedCaller implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const id = request.headers['x-user'];
    if (typeof id === 'string') request.user = { id, sessionId: '', roles: [], permissions: new Set() };
    return true;
  }
}

export const NAMED_CALLER: Provider = { provide: APP_GUARD, useClass: NamedCaller };

/** What the routes below did, and gates to hold them with. */
@Injectable()
export class Effects {
  done = 0;
  gate: Promise<void> = Promise.resolve();
}

interface EffectRequest {
  readonly amount?: number;
  readonly refuse?: RefusalCode;
  readonly fail?: boolean;
  readonly size?: number;
}

@Controller('effects')
export class EffectsController {
  constructor(
    private readonly effects: Effects,
    private readonly claims: Claims,
    private readonly postgres: Postgres,
    private readonly ids: Ids,
  ) {}

  @Post()
  @Idempotent()
  async create(@Body() body: EffectRequest, @Query() _query: object): Promise<object> {
    await this.effects.gate;
    this.effects.done += 1;
    if (body.refuse) throw refuse(body.refuse);
    if (body.fail) throw new Error('broken');
    return { id: this.ids.next(), amount: body.amount, padding: 'x'.repeat(body.size ?? 0) };
  }

  @Post('other')
  @HttpCode(200)
  @Idempotent()
  other(): object {
    this.effects.done += 1;
    return { other: true };
  }

  @Post('optional')
  @Idempotent({ required: false })
  optional(@IdempotencyClaim() claim: Claim | undefined): object {
    this.effects.done += 1;
    return { claimed: claim !== undefined };
  }

  @Post('dry')
  @Idempotent({ exempt: (query) => query['dryRun'] === 'true' })
  dry(@Query() _query: object): object {
    return { ok: true };
  }

  /** The claim alone, as in a route whose record was lost. */
  @Post('claimed')
  @Idempotent({ record: 'postgres' })
  async claimed(@IdempotencyClaim() claim: Claim | undefined): Promise<Replayable<object>> {
    await this.effects.gate;
    const id = this.ids.next();
    const earlier = await this.postgres.transaction((tx) => this.claims.take(tx, claim, id));
    if (earlier === undefined) this.effects.done += 1;
    return replayable({ id: earlier ?? id }, earlier !== undefined);
  }

  /** Both: the record in DynamoDB, and the claim with the effect. */
  @Post('both')
  @Idempotent()
  async both(@IdempotencyClaim() claim: Claim | undefined): Promise<Replayable<object>> {
    return this.claimed(claim);
  }

  @Get()
  count(): object {
    return { done: this.effects.done };
  }
}
