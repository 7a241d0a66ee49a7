import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Public } from '../../src/platform/http/access.ts';
import { NestedList } from '../../src/platform/http/nested.ts';
import { AmountMinor, Currency } from '../../src/platform/http/money.dto.ts';
import { PageQueryDto } from '../../src/platform/http/page-query.dto.ts';
import { UuidParam } from '../../src/platform/http/uuid-param.ts';
import { refuse } from '../../src/shared/refusal.ts';

class ItemDto {
  @IsInt()
  @Min(1)
  quantity!: number;
}

class ThingDto {
  @AmountMinor()
  amount!: number;

  @Currency()
  currency!: string;

  @NestedList(() => ItemDto, { min: 1, max: 3 })
  items!: ItemDto[];

  @IsOptional()
  @IsString()
  @MaxLength(10)
  note?: string;
}

/** Holds requests to /failing/slow until it is opened. */
export class Gate {
  waiting = 0;
  private open: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  release(): void {
    this.open();
  }

  async pass(): Promise<void> {
    this.waiting += 1;
    await this.opened;
  }
}

const FAILURES: Readonly<Record<string, () => unknown>> = {
  bug: () => new TypeError('secret_table has no column at /srv/app/secret.ts'),
  postgresql: () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' }),
  refusal: () => refuse('insufficient_funds', 'You have 5'),
  text: () => 'only text',
};

@Public()
@Controller('failing')
class FailingController {
  constructor(private readonly gate: Gate) {}

  @Post()
  create(@Body() thing: ThingDto): ThingDto {
    return thing;
  }

  @Get()
  list(@Query() page: PageQueryDto): PageQueryDto {
    return page;
  }

  @Post('action')
  act(): { done: true } {
    return { done: true };
  }

  @Get('things/:id')
  read(@UuidParam() id: string): { id: string } {
    return { id };
  }

  @Get('with/:failure')
  fail(@Param('failure') failure: string): never {
    throw FAILURES[failure]?.();
  }

  @Get('slow')
  async slow(): Promise<{ done: true }> {
    await this.gate.pass();
    return { done: true };
  }

  @Get('bigint')
  bigint(): { amount: bigint } {
    return { amount: 1n };
  }
}

/** Routes that are well-behaved and routes that fail, to see what the HTTP edge makes of them. */
@Module({ controllers: [FailingController], providers: [Gate] })
export class FailingModule {}
