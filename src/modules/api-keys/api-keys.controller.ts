import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission, StepUp } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { ApiKeyPageDto, CreateApiKeyDto, RotateApiKeyDto, ShownApiKeyDto } from './api-key.dto.ts';
import { CreateApiKey } from './create-api-key.use-case.ts';
import { ListApiKeys } from './list-api-keys.use-case.ts';
import { RevokeApiKey } from './revoke-api-key.use-case.ts';
import { RotateApiKey } from './rotate-api-key.use-case.ts';

@ApiTags('api-keys')
@ApiBearerAuth()
@InPerson()
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly createApiKey: CreateApiKey,
    private readonly listApiKeys: ListApiKeys,
    private readonly rotateApiKey: RotateApiKey,
    private readonly revokeApiKey: RevokeApiKey,
  ) {}

  /** My keys, newest first; those that are over stay for 90 days. Never their secrets. */
  @Get()
  @Permission('api-keys:read')
  async list(@Query() query: PageQueryDto, @Caller() { id }: Principal): Promise<ApiKeyPageDto> {
    return ApiKeyPageDto.of(await this.listApiKeys.execute(id, query));
  }

  /** Makes a key by which a program asks in my name, within these permissions. Its text is shown this once. */
  @Post()
  @Permission('api-keys:write')
  @StepUp()
  async create(@Body() body: CreateApiKeyDto, @Caller() by: Principal): Promise<ShownApiKeyDto> {
    return ShownApiKeyDto.from(await this.createApiKey.execute({ ...body, by }));
  }

  /** Gives a key another secret, shown this once. The old one works on for as long as you say, up to a week. */
  @Post(':id/rotate')
  @HttpCode(HttpStatus.OK)
  @Permission('api-keys:write')
  @StepUp()
  @HonoursIfMatch()
  async rotate(
    @UuidParam() apiKeyId: string,
    @Body() { graceSeconds }: RotateApiKeyDto,
    @Caller() by: Principal,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<ShownApiKeyDto> {
    const command = { by, apiKeyId, graceSeconds, expectedVersion };
    return ShownApiKeyDto.from(await this.rotateApiKey.execute(command));
  }

  /** Ends a key, for good: the next request with it is refused, wherever it comes. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('api-keys:write')
  revoke(@UuidParam() apiKeyId: string, @Caller() by: Principal): Promise<void> {
    return this.revokeApiKey.execute(by, apiKeyId);
  }
}
