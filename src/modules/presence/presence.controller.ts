import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import type { Principal } from '../../shared/principal.ts';
import { CheckIn } from './check-in.use-case.ts';
import { CheckInDto, PresenceDto } from './presence.dto.ts';
import { Presences } from './presences.ts';
import { ReadMyPresence } from './read-my-presence.use-case.ts';

@ApiTags('presence')
@ApiBearerAuth()
@Controller('presence')
export class PresenceController {
  constructor(
    private readonly checkIn: CheckIn,
    private readonly readMyPresence: ReadMyPresence,
    private readonly presences: Presences,
  ) {}

  /** Checks in at a venue, or says that the caller is still there. It lasts four hours from the last time. */
  @Put()
  @Permission('presence:write')
  async put(@Caller() caller: Principal, @Body() body: CheckInDto): Promise<PresenceDto> {
    const { lat: latitude, lng: longitude, ...wanted } = body;
    return PresenceDto.of(await this.checkIn.execute({ ...wanted, latitude, longitude, userId: caller.id }));
  }

  /** Leaves. To leave twice is fine. */
  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('presence:write')
  async leave(@Caller() caller: Principal): Promise<void> {
    await this.presences.remove(caller.id);
  }

  /** Where the caller is. */
  @Get('me')
  @Permission('presence:read')
  async read(@Caller() caller: Principal): Promise<PresenceDto> {
    return PresenceDto.of(await this.readMyPresence.execute(caller.id));
  }
}
